import * as t from '@planner/db';
import { asc, inArray } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { readNow } from '../lock.ts';
import { InterviewType, loadById, present } from '../organisation/graphql.ts';
import { Request } from '../requests/graphql.ts';
import type { Deadline as DeadlineRow } from './meet.ts';
import { localDate, shownState } from './rules.ts';

export const DeadlineState = builder.enumType('DeadlineState', {
  description: 'Where a deadline stands.',
  values: {
    OPEN: { value: 'open', description: 'A talk must still be booked.' },
    MET: { value: 'met', description: 'A talk is booked.' },
    WAITING: {
      value: 'waiting',
      description:
        'Its last day to book has passed, and a request of its citizen’s waits for an answer: nothing is missed before a person has looked, and she need do no more until then.',
    },
    MISSED: { value: 'missed', description: 'The day passed without a booking.' },
    LIFTED: { value: 'lifted', description: 'Taken away by staff.' },
    LAPSED: { value: 'lapsed', description: 'Ended by itself after three months.' },
  } as const,
});

export const Deadline = builder.objectRef<DeadlineRow>('Deadline');
builder.node(Deadline, {
  description: 'By when a citizen must have booked a talk of a type, and by when it must be held.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.deadline, id),
  fields: (f) => ({
    citizen: f.field({
      type: Citizen,
      description: 'Whose it is.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    interviewType: f.field({
      type: InterviewType,
      description: 'What kind of talk.',
      resolve: (row, _, { loaders }) => loaders.interviewType.load(row.interviewType),
    }),
    bookBy: f.expose('bookBy', { type: 'Date', description: 'The last day to book, that day included.' }),
    holdBy: f.expose('holdBy', { type: 'Date', description: 'The last day on which the talk may be held.' }),
    state: f.field({
      type: DeadlineState,
      description: 'Where it stands today, at the job centre.',
      resolve: async (row, _, { handle, loaders }) => {
        if (row.state !== 'open' && row.state !== 'missed') return row.state;
        const [centre, awaitsAnswer, now] = await Promise.all([
          loaders.jobCentre.load(row.jobCentreId),
          loaders.awaitsAnswer.load(row.citizenId),
          readNow(handle),
        ]);
        return shownState(row, localDate(now, centre?.zone ?? 'UTC'), awaitsAnswer);
      },
    }),
    waitsForAnswer: f.boolean({
      description:
        'Whether a request of its citizen’s waits for an answer, so that it does not run out until a person has looked. False once it is met, lifted or lapsed.',
      resolve: async (row, _, { loaders }) =>
        (row.state === 'open' || row.state === 'missed') && loaders.awaitsAnswer.load(row.citizenId),
    }),
  }),
});

builder.objectField(Request, 'deadline', (f) =>
  f.field({
    type: Deadline,
    nullable: true,
    description: 'The deadline it is about; null when it is about none.',
    resolve: (row, _, { loaders }) => (row.deadlineId ? loaders.deadline.load(row.deadlineId) : null),
  }),
);

builder.queryField('deadlines', (f) =>
  f.field({
    type: [Deadline],
    description:
      'The viewer’s own and those of whom she acts for, or a named citizen’s, earliest first. Empty when unknown.',
    authScopes: { signedIn: true },
    args: { citizen: f.arg.globalID({ for: [Citizen], description: 'Staff: whose.' }) },
    resolve: (_, args, { handle, viewer }) => {
      const of = args.citizen ? [args.citizen.id] : [...viewer.citizens];
      if (of.length === 0) return [];
      return handle.db
        .select()
        .from(t.deadline)
        .where(inArray(t.deadline.citizenId, of))
        .orderBy(asc(t.deadline.bookBy));
    },
  }),
);
