import * as t from '@planner/db';
import { and, eq, gte, isNull } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { JobCentre } from '../organisation/graphql.ts';
import { publicHolidays } from './holidays.ts';
import { type PhoneHours as PhoneHoursRow, type PhoneNow as PhoneNowValue, phoneAt } from './phone-hours.ts';
import { fromMinute, toMinute } from './slot.ts';
import { isoOfDay, localDayOf } from './wall-time.ts';

const PhoneHours = builder.objectRef<PhoneHoursRow>('PhoneHours').implement({
  description: 'A stretch of a weekday at which the telephone is answered, by the job centre’s wall clock.',
  fields: (f) => ({
    weekday: f.exposeInt('weekday', { description: '1 is Monday.' }),
    startMinute: f.exposeInt('startMinute', { description: 'Minutes from midnight.' }),
    endMinute: f.exposeInt('endMinute', { description: 'Minutes from midnight.' }),
  }),
});

const PhoneNow = builder.objectRef<PhoneNowValue>('PhoneNow').implement({
  description: 'Whether the telephone is answered now, by the planner’s clock.',
  fields: (f) => ({
    open: f.exposeBoolean('open', { description: 'Whether it is.' }),
    changesAt: f.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it closes or next opens; null when that isn’t in the next weeks.',
      resolve: ({ changesAt }) => (changesAt === null ? null : fromMinute(changesAt)),
    }),
  }),
});

builder.objectFields(JobCentre, (f) => ({
  phoneHours: f.field({
    type: [PhoneHours],
    description: 'When the telephone is answered in an ordinary week; empty when not said.',
    resolve: (row) => row.phoneHours,
  }),
  phoneNow: f.field({
    type: PhoneNow,
    nullable: true,
    description: 'Closing days and public holidays counted in; null without `phoneHours`.',
    complexity: 5,
    resolve: async (row, _, { handle }) => {
      if (row.phoneHours.length === 0) return null;
      const [clock] = await handle.query<{ now: number }>(
        'select (extract(epoch from planner_now()) * 1000)::float8 as now',
      );
      const now = new Date(Number(clock?.now));
      const today = isoOfDay(localDayOf(row.zone, toMinute(now)));
      const closings = await handle.db
        .select()
        .from(t.closingDay)
        .where(
          and(
            eq(t.closingDay.jobCentreId, row.id),
            isNull(t.closingDay.teamId),
            gte(t.closingDay.day, today),
          ),
        );
      const inAMonth = new Date(now.getTime() + 31 * 86_400_000);
      const holidays = row.publicHolidays ? publicHolidays(now, inAMonth) : [];
      return phoneAt(row.phoneHours, [...closings, ...holidays], row.zone, toMinute(now));
    },
  }),
}));
