import ICAL from 'ical.js';

export interface Appointment {
  /** Stays the same when the talk is moved, so that a calendar moves its entry instead of adding one. */
  uid: string;
  /** Larger with each change. */
  sequence: number;
  cancelled: boolean;
  startsAt: Date;
  endsAt: Date;
  form: 'IN_PERSON' | 'PHONE' | 'DIGITAL' | 'WORKPLACE';
  /** Where to come, if in person. */
  place: string | null;
  /** Its page, which asks for sign-in. */
  link: string;
}
type Language = 'da' | 'en';

const words = {
  da: {
    summary: 'Aftale',
    PHONE: 'Telefon',
    DIGITAL: 'Video',
    change: 'Se, flyt eller afbestil aftalen her:',
    off: 'Aftalen er afbestilt.',
  },
  en: {
    summary: 'Appointment',
    PHONE: 'Phone',
    DIGITAL: 'Video',
    change: 'See, move or cancel the appointment here:',
    off: 'The appointment is cancelled.',
  },
};

/**
 * One appointment as a calendar file (RFC 5545, published as in RFC 5546). Calendars are shared and synchronised: it
 * names no type of talk, no job centre, no caseworker and no citizen.
 */
export function appointmentFile(of: Appointment, language: Language, now: Date): string {
  const { summary, change, off, ...forms } = words[language];
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Planner//DA');
  calendar.updatePropertyWithValue('method', 'PUBLISH');
  const event = new ICAL.Component('vevent');
  const place = of.place ?? (of.form === 'PHONE' || of.form === 'DIGITAL' ? forms[of.form] : null);
  const values = {
    uid: `${of.uid}@planner`,
    sequence: of.sequence,
    dtstamp: instant(now),
    dtstart: instant(of.startsAt),
    dtend: instant(of.endsAt),
    status: of.cancelled ? 'CANCELLED' : 'CONFIRMED',
    class: 'PRIVATE',
    summary,
    ...(place && { location: place }),
    description: of.cancelled ? off : `${change}\n${of.link}`,
    url: of.link,
  };
  for (const [name, value] of Object.entries(values)) event.updatePropertyWithValue(name, value);
  if (!of.cancelled) for (const before of ['-P1D', '-PT1H']) event.addSubcomponent(alarm(before, summary));
  calendar.addSubcomponent(event);
  return `${calendar.toString()}\r\n`;
}

const instant = (at: Date) => ICAL.Time.fromJSDate(at, true);

function alarm(before: string, summary: string) {
  const reminder = new ICAL.Component('valarm');
  reminder.updatePropertyWithValue('action', 'DISPLAY');
  reminder.updatePropertyWithValue('trigger', ICAL.Duration.fromString(before));
  reminder.updatePropertyWithValue('description', summary);
  return reminder;
}
