import { appendFile, readFile } from 'node:fs/promises';
import { type Anchor, headSeals, type Sql, verifyTrail } from '@planner/db';
import { replay } from '@planner/schema/availability/replay.ts';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';

type Look = (system: Sql, config: Config, args: readonly string[]) => Promise<number>;

const looks: Record<string, Look> = { verify, anchor, outages, shown, replay: again };
const usage = `Usage: audit verify [--anchors <file>]  check every event, every seal, and that no chain was cut back
       audit anchor [<file>]    print the newest seal of every chain, or add it to a file
       audit outages            when citizens could not book, and why
       audit shown <user id>    which rows of evidence say what a viewer was shown
       audit replay <evidence>  work out again what was free then, and compare`;

/** Looks at what proves afterwards what happened; 1 when something is wrong. */
export async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const look = Object.hasOwn(looks, name) ? looks[name] : undefined;
  if (!look) throw new Error(usage);
  const config = readConfig(process.env);
  const database = await openDatabase(config, createLog('warn'));
  try {
    return await look(database.system, config, args);
  } finally {
    await database.disconnect();
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function verify(system: Sql, { sealKey }: Config, [option, file]: readonly string[]): Promise<number> {
  if (option !== undefined && (option !== '--anchors' || !file)) throw new Error(usage);
  const anchors = file ? readAnchors(await readFile(file, 'utf8')) : [];
  const { events, batches, erased, faults } = await verifyTrail(system, { key: sealKey, anchors });
  for (const fault of faults) say(JSON.stringify(fault));
  for (const [rule, count] of Object.entries(erased))
    say(`${count} events were erased under rule "${rule}".`);
  if (file) say(`${anchors.length} anchors were looked for.`);
  say(`${events} events in ${batches} sealed batches, ${faults.length} faults.`);
  return faults.length === 0 ? 0 : 1;
}

/** One line a chain. The file belongs where nobody who can write to the database can write. */
async function anchor(system: Sql, _: Config, [file]: readonly string[]): Promise<number> {
  const heads = await headSeals(system);
  const text = heads.map((head) => `${JSON.stringify(head)}\n`).join('');
  if (file) await appendFile(file, text);
  else process.stdout.write(text);
  return 0;
}

function readAnchors(text: string): Anchor[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line) as Anchor;
      } catch {
        throw new Error(`Line ${i + 1} of the anchors is none: it is not as audit anchor writes it.`);
      }
    });
}

async function outages(system: Sql): Promise<number> {
  const rows = await system<{ component: string; from: Date; to: Date; cause: string }[]>`
    select component, started_at as from, ended_at as to, cause from outage order by started_at`;
  for (const { component, from, to, cause } of rows)
    say(`${from.toISOString()}  ${to.toISOString()}  ${component.padEnd(8)}  ${cause}`);
  if (rows.length === 0) say('No outages are known.');
  return 0;
}

async function shown(system: Sql, _: Config, [viewer = '']: readonly string[]): Promise<number> {
  if (!isUuid(viewer)) throw new Error(usage);
  const rows = await system<{ id: string; at: Date; outcome: string; slots: number | null }[]>`
    select e.id, s.at, e.outcome, e.slots from slot_shown s join slot_evidence e on e.id = s.evidence_id
    where s.viewer_id = ${viewer} order by s.at, e.id`;
  for (const { id, at, outcome, slots } of rows)
    say(`${id.padStart(10)}  ${at.toISOString()}  ${outcome}${slots === null ? '' : `, ${slots} times`}`);
  return 0;
}

async function again(system: Sql, _: Config, [id = '']: readonly string[]): Promise<number> {
  if (!/^\d{1,18}$/.test(id)) throw new Error(usage);
  const query = async <Row extends object>(text: string, params: readonly unknown[] = []) =>
    [...(await system.unsafe<Row[]>(text, params as never[]))] as Row[];
  const found = await replay({ query }, id);
  if (!found) throw new Error('There is no such row, or nothing had been read when it was written.');
  const { at, from, to, offer, outcome, reason, told, starts, same, otherEngine } = found;
  say(`${at.toISOString()}: ${outcome}${reason ? ` (${reason})` : ''}; offer ${offer.id} (${offer.title})`);
  say(`Free from ${from.toISOString()} to ${to.toISOString()}, by what the tables said then:`);
  for (const start of starts) say(`  ${start.toISOString()}`);
  if (otherEngine) say('The engine is another one than then: it may find something else.');
  if (same === null) say('No times were told, so there is nothing to compare.');
  else say(same ? `These ${told} times were told.` : `Other times were told: ${told}.`);
  return same === false ? 1 : 0;
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
