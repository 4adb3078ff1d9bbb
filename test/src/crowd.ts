import { createHash, randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import type { Answer } from './documents.ts';

export type Citizen = { id: string; token: string };

/** A citizen of this job centre more, who signs in with a bearer token. */
export async function addCitizen(
  sql: postgres.Sql,
  to: { jobCentreId: string; issuer: string },
  name: string,
): Promise<Citizen> {
  const [id, user] = [crypto.randomUUID(), crypto.randomUUID()];
  const token = `pl_${randomBytes(32).toString('base64url')}`;
  await sql`insert into resource (id, kind) values (${id}, 'citizen')`;
  await sql`insert into citizen (id, job_centre_id, contact_group) values (${id}, ${to.jobCentreId}, '2')`;
  await sql`insert into citizen_identity (citizen_id, name, phone, cpr_masked, cpr_cipher, cpr_key_id, cpr_hash)
    values (${id}, ${name}, '20 00 00 00', '010190-••••', ${randomBytes(38)}, 'k', ${randomBytes(32)})`;
  await sql`insert into user_account (id, issuer, subject, name, citizen_id)
    values (${user}, ${to.issuer}, ${`demo:${name}`}, ${name}, ${id})`;
  await sql`insert into api_token (token_hash, user_id, name)
    values (${createHash('sha256').update(token).digest()}, ${user}, 'test')`;
  return { id, token };
}

export type Reply = { status: number; data?: Record<string, Answer | null>; errors?: object[] };

/** One request; throws when the connection is refused or lost. */
export async function once(url: string, token: string, query: string, input: object): Promise<Reply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** What a client does after a failure until it asks again: not at once, lest it hammers a server that just starts. */
const pauseMs = 50;
const patienceMs = 20_000;

/** As a good client: asks again, with the same key, until there is an answer. */
export async function insist(
  url: string,
  token: string,
  query: string,
  input: object,
  onFailed: () => void = () => {},
): Promise<Answer> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const reply = await once(url, token, query, input).catch((error: Error) => ({ data: undefined, error }));
    const answer = reply.data && Object.values(reply.data)[0];
    if (answer) return answer;
    onFailed();
    if (Date.now() > giveUpAt) throw new Error(`No answer in ${patienceMs} ms: ${JSON.stringify(reply)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The database's id in a Relay id. */
export const uuid = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] as string;
