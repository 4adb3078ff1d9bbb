import type { Door } from '@planner/db';
import { type Booking, readBooking } from '@planner/schema/bookings/take.ts';
import type { Askers } from './askers.ts';
import type { Route } from './route.ts';

const address = /^\/booking\/([\w=+/-]{8,200})\.ics$/;

/** GET /booking/<id>.ics: a booked talk as a calendar file. It says "Aftale" and nothing of type, benefit or illness. */
export function calendarFile(options: { askers: Askers; door: Door }): Route {
  return async (req, res) => {
    const given = address.exec(decodeURIComponent((req.url ?? '').split('?', 1)[0] ?? ''))?.[1];
    if (!given || req.method !== 'GET') return false;
    const [type, id] = Buffer.from(given, 'base64').toString('utf8').split(':');
    const { viewer } = await options.askers.find(req, null);
    const talk =
      type === 'Booking' && /^[0-9a-f-]{36}$/.test(id ?? '')
        ? await options.door.read(viewer, 'calendarFile', (handle) => readBooking(handle, id as string))
        : null;
    if (talk?.status !== 'booked') {
      res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Aftalen findes ikke.\n');
      return true;
    }
    res
      .writeHead(200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="aftale.ics"',
        'cache-control': 'no-store',
      })
      .end(eventOf(talk));
    return true;
  };
}

function eventOf(talk: Booking): string {
  const stamp = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Planner//DA',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${talk.id}@planner`,
    `SEQUENCE:${talk.version}`,
    `DTSTAMP:${stamp(new Date())}`,
    `DTSTART:${stamp(talk.startsAt)}`,
    `DTEND:${stamp(talk.endsAt)}`,
    'SUMMARY:Aftale',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
