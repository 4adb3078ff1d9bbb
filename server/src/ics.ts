import type { Door, Handle } from '@planner/db';
import { readBooking } from '@planner/schema/bookings/take.ts';
import { createLoaders } from '@planner/schema/loaders.ts';
import type { Askers } from './askers.ts';
import { type Appointment, appointmentFile } from './ics-file.ts';
import type { Route } from './route.ts';

const address = /^\/booking\/([\w=+/-]{8,200})\.ics$/;

/** GET /booking/<id>.ics: a talk that is booked, or called off since, as a calendar file. */
export function calendarFile(options: { askers: Askers; door: Door; publicUrl: URL }): Route {
  return async (req, res) => {
    const given = address.exec(decodeURIComponent((req.url ?? '').split('?', 1)[0] ?? ''))?.[1];
    if (!given || req.method !== 'GET') return false;
    const [type, id] = Buffer.from(given, 'base64').toString('utf8').split(':');
    const { viewer } = await options.askers.find(req, null);
    const found =
      type === 'Booking' && /^[0-9a-f-]{36}$/.test(id ?? '')
        ? await options.door.read(viewer, 'calendarFile', (handle) => readAppointment(handle, id as string))
        : null;
    if (!found) {
      res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Aftalen findes ikke.\n');
      return true;
    }
    const link = new URL(`/bookings/${encodeURIComponent(given)}`, options.publicUrl).href;
    res
      .writeHead(200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="aftale.ics"',
        'cache-control': 'no-store',
      })
      .end(appointmentFile({ ...found, link }, viewer.language, new Date()));
    return true;
  };
}

/** What the file tells of a talk; null for what the viewer may not see and for what was never agreed or has moved on. */
async function readAppointment(handle: Handle, id: string): Promise<Omit<Appointment, 'link'> | null> {
  const talk = await readBooking(handle, id);
  if (talk?.status !== 'booked' && talk?.status !== 'cancelled') return null;
  const loaders = createLoaders(() => handle);
  const [offer, centre, [line]] = await Promise.all([
    talk.offerId ? loaders.offer.load(talk.offerId) : null,
    loaders.jobCentre.load(talk.jobCentreId),
    // A talk that was moved stays one appointment: named by the first of its line, and later than all before it.
    handle.query<{ first: string | null; sequence: number }>(
      `with recursive line as (
         select id, replaces_id, version from booking where id = $1
         union all select b.id, b.replaces_id, b.version from booking b join line on b.id = line.replaces_id)
       select (array_agg(id) filter (where replaces_id is null))[1] as first, sum(version)::int as sequence from line`,
      [id],
    ),
  ]);
  const { startsAt, endsAt, form, status } = talk;
  return {
    uid: line?.first ?? id,
    sequence: line?.sequence ?? talk.version,
    cancelled: status === 'cancelled',
    form,
    startsAt,
    endsAt,
    place: form === 'IN_PERSON' ? (offer?.place ?? centre?.address ?? null) : null,
  };
}
