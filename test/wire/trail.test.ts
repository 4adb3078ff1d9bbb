import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveCpr } from '../src/cpr.ts';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  await giveCpr(planner, 'carla', '0203041234');
});
afterAll(() => planner[Symbol.asyncDispose]());

type Event = {
  entity: string;
  action: string;
  operation: string | null;
  who: { id: string; name: string } | null;
  byCitizen: boolean;
  differences: { field: string; before: string | null; after: string | null; hidden: boolean }[];
};
type Look = {
  who: { name: string } | null;
  role: string | null;
  kind: string;
  operation: string;
  citizen: string;
};
const north = () => planner.gid('JobCentre', 'north');

async function trail(who: string, args = '', centre = north()): Promise<Event[]> {
  const { data } = await planner.ask<{ jobCentre: { trail: { edges: { node: Event }[] } } }>(
    who,
    `{ jobCentre(id: "${centre}") { trail(first: 500${args}) { edges { node { entity action operation byCitizen
      who { id name } differences { field before after hidden } } } } } }`,
  );
  return data?.jobCentre.trail.edges.map(({ node }) => node) ?? [];
}
async function looks(who: string, args = ''): Promise<Look[]> {
  const { data } = await planner.ask<{ jobCentre: { looks: { edges: { node: Look }[] } } }>(
    who,
    `query Looks { jobCentre(id: "${north()}") { looks(first: 500${args}) { edges { node { who { name } role kind operation citizen } } } } }`,
  );
  return data?.jobCentre.looks.edges.map(({ node }) => node) ?? [];
}

describe('an auditor', () => {
  it('sees who changed what, before and after', async () => {
    await planner.ask(
      'ida',
      `mutation Rename { saveTeam(input: { jobCentre: "${north()}", team: { id: "${planner.gid('Team', 'north team')}", version: 1 },
        name: "North team", members: ["${planner.gid('Caseworker', 'mette')}", "${planner.gid('Caseworker', 'lone')}"],
        idempotencyKey: "${key()}" }) { __typename } }`,
    );
    const [event] = await trail('karl', ', entities: ["team"]');
    expect(event).toMatchObject({
      action: 'UPDATE',
      operation: 'Rename',
      who: { name: 'ida' },
      byCitizen: false,
    });
    expect(event?.differences).toEqual([
      { field: 'name', before: 'team', after: 'North team', hidden: false },
    ]);
    expect(await trail('karl', `, who: "${event?.who?.id}"`)).toMatchObject([{ operation: 'Rename' }]);
    expect(await trail('karl', `, to: "2021-01-01T00:00:00Z"`)).toEqual([]);
  });

  it('is told that a citizen’s own data changed, but not to what', async () => {
    await planner.ask(
      'anna',
      'mutation Mine { updateMyDetails(input: { phone: "20 30 40 50", email: "anna@borger.example" }) { __typename } }',
    );
    const events = await trail('karl', ', entities: ["citizen_identity"]');
    const own = events.find(({ operation }) => operation === 'Mine');
    expect(own).toMatchObject({ byCitizen: true, who: null });
    expect(own?.differences).toContainEqual({ field: 'phone', before: null, after: null, hidden: true });
    expect(JSON.stringify(events)).not.toMatch(/20 30 40 50|anna/);
  });

  it('finds what was about one citizen, and who looked at her, by a number that is kept nowhere', async () => {
    const booking = await addTalk(planner, 'carla', 8);
    await planner.ask(
      'mette',
      `query Curious { node(id: "${planner.gid('Citizen', 'carla')}") { ... on Citizen { name } } }`,
    );
    const { data } = await planner.ask<{ findForAudit: { citizen: string } }>(
      'karl',
      'mutation Audit { findForAudit(input: { cpr: "0203041234" }) { ... on AuditedCitizen { citizen } } }',
    );
    const carla = data?.findForAudit.citizen as string;
    expect(carla).toBe(planner.gid('Citizen', 'carla'));
    expect(await looks('karl', `, citizen: "${carla}"`)).toContainEqual({
      who: { name: 'mette' },
      role: 'caseworker',
      kind: 'read',
      operation: 'Curious',
      citizen: carla,
    });
    const about = await trail('karl', `, citizen: "${carla}"`);
    expect(about.map(({ entity }) => entity)).toContain('booking');
    expect(about.map(({ entity }) => entity)).not.toContain('team');
    expect(booking).toBeTruthy();
    // Her own looking is in the log, too, and the number is not.
    const all =
      await planner.owner`select operation, purpose, kind from access_log where citizen_id = ${planner.ids['carla'] as string}`;
    expect(all).toContainEqual({ operation: 'Audit', purpose: 'audit', kind: 'search' });
    expect(all).toContainEqual(expect.objectContaining({ operation: 'Looks', kind: 'read' }));
    const kept =
      await planner.owner`select s::text as row from search_log s union all select e::text from audit_event e`;
    expect(JSON.stringify(kept)).not.toContain('0203041234');
  });

  it('sees nothing of another job centre, and no name of a citizen', async () => {
    expect(await trail('karl', '', planner.gid('JobCentre', 'south'))).toEqual([]);
    const answer = await planner.ask(
      'karl',
      `{ node(id: "${planner.gid('Citizen', 'carla')}") { ... on Citizen { name } } }`,
    );
    expect(answer.data).toEqual({ node: null });
  });
});

it('is empty for caseworkers, other actors and another job centre’s staff, and refused to citizens', async () => {
  for (const who of ['mette', 'olav', 'sven']) {
    expect(await trail(who)).toEqual([]);
    expect(await looks(who)).toEqual([]);
  }
  const answer = await planner.ask(
    'anna',
    `{ jobCentre(id: "${north()}") { trail(first: 1) { edges { cursor } } } }`,
  );
  expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
