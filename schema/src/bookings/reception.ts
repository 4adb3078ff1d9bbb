import type { Handle, Viewer } from '@planner/db';
import type { Search } from '../citizens/rules.ts';
import { unknown } from '../refusals.ts';

/** A talk as the reception sees it: who comes when to whom, and nothing of what it is about. */
export type Arriving = {
  bookingId: string;
  citizenId: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
  caseworkerId: string;
  roomId: string | null;
  arrivedAt: Date | null;
};
/** A named citizen with the talk before and the talk after now. */
export type Received = {
  citizenId: string;
  name: string;
  cprMasked: string;
  nextAt: Date | null;
  nextCaseworkerId: string | null;
  nextRoomId: string | null;
  lastAt: Date | null;
  lastCaseworkerId: string | null;
};

const instants = <Row extends object>(row: Row, names: readonly (keyof Row)[]) =>
  Object.assign(
    row,
    Object.fromEntries(names.map((name) => [name, row[name] === null ? null : new Date(Number(row[name]))])),
  );
const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** Who comes to the job centre today, by time. Empty for those who don't receive there. */
export async function readArriving(handle: Handle, jobCentreId: string): Promise<Arriving[]> {
  const rows = await handle.query<Arriving>(
    `select booking_id as "bookingId", citizen_id as "citizenId", name, ${ms('starts_at')} as "startsAt",
       ${ms('ends_at')} as "endsAt", caseworker_id as "caseworkerId", room_id as "roomId", ${ms('arrived_at')} as "arrivedAt"
     from reception_day($1)`,
    [jobCentreId],
  );
  return rows.map((row) => instants(row, ['startsAt', 'endsAt', 'arrivedAt']));
}

/** Citizens of the job centre by first and last name, or by birthday. Empty for those who don't receive there. */
export async function findReceived(
  handle: Handle,
  jobCentreId: string,
  { words, birthday }: Pick<Search, 'words' | 'birthday'>,
): Promise<Received[]> {
  const rows = await handle.query<Received>(
    `select citizen_id as "citizenId", name, cpr_masked as "cprMasked", ${ms('next_at')} as "nextAt",
       next_caseworker_id as "nextCaseworkerId", next_room_id as "nextRoomId", ${ms('last_at')} as "lastAt",
       last_caseworker_id as "lastCaseworkerId"
     from reception_find($1, array(select jsonb_array_elements_text($2::text::jsonb)), $3)`,
    [jobCentreId, JSON.stringify(words), birthday],
  );
  return rows.map((row) => instants(row, ['nextAt', 'lastAt']));
}

/** The reception says that a citizen is here, or takes it back. Refusals: NotAllowed. */
export async function receive(
  handle: Handle,
  viewer: Viewer,
  input: { booking: string; arrived: boolean },
): Promise<void> {
  const [row] = await handle.query<{ today: boolean }>('select reception_arrive($1, $2) as today', [
    input.booking,
    input.arrived,
  ]);
  if (!row?.today) throw unknown(viewer.language);
}
