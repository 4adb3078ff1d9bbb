import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type Appointment, appointmentFile } from './ics-file.ts';

const talk: Appointment = {
  uid: '0b8f9a52-6f0e-4c3e-9a53-0f3f8f6f2f10',
  sequence: 3,
  cancelled: false,
  startsAt: new Date('2026-12-01T09:00:00Z'),
  endsAt: new Date('2026-12-01T09:30:00Z'),
  form: 'IN_PERSON',
  place: 'Jens Baggesens Vej 1, 2. sal; 8200 Aarhus N, indgang fra gården ved siden af biblioteket',
  link: 'https://planner.example/bookings/Qm9va2luZzox',
};
const now = new Date('2026-11-25T08:00:00Z');
const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component;
  return { calendar, event: new ICAL.Event(event), raw: event };
};

describe('the calendar file', () => {
  it('tells when and where, leads back, and reminds a day and an hour before', () => {
    const { calendar, event, raw } = read(appointmentFile(talk, 'da', now));
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(event.uid).toBe(`${talk.uid}@planner`);
    expect(event.sequence).toBe(3);
    expect(event.startDate.toJSDate()).toEqual(talk.startsAt);
    expect(event.endDate.toJSDate()).toEqual(talk.endsAt);
    expect((raw.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate()).toEqual(now);
    expect(raw.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(event.location).toBe(talk.place);
    expect(event.description).toBe(`Se, flyt eller afbestil aftalen her:\n${talk.link}`);
    const before = raw
      .getAllSubcomponents('valarm')
      .map((alarm) => (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds());
    expect(before).toEqual([-86_400, -3_600]);
  });

  it('is folded and ends its lines as the standard asks', () => {
    const text = appointmentFile(talk, 'da', now);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  });

  it('of a talk that was called off says so, and reminds of nothing', () => {
    const { event, raw } = read(appointmentFile({ ...talk, cancelled: true, sequence: 4 }, 'en', now));
    expect(raw.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event.description).toBe('The appointment is cancelled.');
    expect(raw.getAllSubcomponents('valarm')).toEqual([]);
  });

  it('says how the talk is held where nobody is to come', () => {
    const phone = { ...talk, form: 'PHONE', place: null } as const;
    expect(read(appointmentFile(phone, 'en', now)).event.location).toBe('Phone');
    const work = { ...talk, form: 'WORKPLACE', place: null } as const;
    expect(read(appointmentFile(work, 'da', now)).event.location).toBeNull();
  });

  it('is alike in both languages but for its words, and names nobody', () => {
    const da = read(appointmentFile(talk, 'da', now));
    const en = read(appointmentFile(talk, 'en', now));
    expect([da.event.summary, en.event.summary]).toEqual(['Aftale', 'Appointment']);
    expect(da.raw.getFirstPropertyValue('class')).toBe('PRIVATE');
  });
});
