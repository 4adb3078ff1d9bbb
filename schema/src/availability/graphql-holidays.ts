import { builder } from '../builder.ts';
import { JobCentre } from '../organisation/graphql.ts';
import { type Holiday, publicHolidays } from './holidays.ts';

const PublicHoliday = builder.objectRef<Holiday>('PublicHoliday').implement({
  description: 'A national holiday.',
  fields: (f) => ({
    day: f.expose('day', { type: 'Date', description: 'Its day.' }),
    name: f.string({
      description: 'In the viewer’s language.',
      resolve: ({ name }, _, { viewer }) => name[viewer.language],
    }),
  }),
});

builder.objectField(JobCentre, 'publicHolidays', (f) =>
  f.field({
    type: [PublicHoliday],
    description:
      'The national holidays of a year, whether it is closed on them or not (`keepsPublicHolidays`).',
    args: { year: f.arg.int({ required: true, description: 'Such as 2027, from 2000 to 2199.' }) },
    resolve: (_, { year }) =>
      year >= 2000 && year < 2200
        ? publicHolidays(new Date(Date.UTC(year, 5)), new Date(Date.UTC(year, 5)))
        : [],
  }),
);
