import { builder } from '../builder.ts';
import { DeadlineState } from '../deadlines/graphql.ts';
import { metBy } from '../deadlines/meet.ts';
import { type Dates, localDate, reopened, type ShownState, shownState } from '../deadlines/rules.ts';
import { readNow } from '../lock.ts';
import { Booking } from './graphql.ts';

type Reopened = Dates & { state: ShownState; waitsForAnswer: boolean };

// Not a `Deadline`: a client that keeps nodes by id would take these dates for the ones it has.
const DeadlineIfCancelled = builder.objectRef<Reopened>('DeadlineIfCancelled').implement({
  description: 'What becomes of the deadline that a talk meets, should the viewer cancel it now.',
  fields: (f) => ({
    bookBy: f.expose('bookBy', {
      type: 'Date',
      description: 'The last day to book then, that day included.',
    }),
    holdBy: f.expose('holdBy', {
      type: 'Date',
      description: 'The last day on which a talk may be held then.',
    }),
    state: f.field({
      type: DeadlineState,
      description:
        'Where it stands then: open, or waiting or missed at once when its last day to book has passed.',
      resolve: (row) => row.state,
    }),
    missed: f.boolean({
      description: 'Whether its last day to book has passed already, so that it is missed at once.',
      resolve: (row) => row.state === 'missed',
    }),
    waitsForAnswer: f.exposeBoolean('waitsForAnswer', {
      description: 'Whether a request of the citizen’s waits for an answer, so that it does not run out.',
    }),
  }),
});

builder.objectField(Booking, 'deadlineIfCancelled', (f) =>
  f.field({
    type: DeadlineIfCancelled,
    nullable: true,
    description:
      'To be said before the viewer cancels it: how the deadline it meets opens again. The citizen’s own act leaves the dates, staff’s gives new ones. Null when it meets none.',
    resolve: async (row, _, { handle, loaders, viewer }) => {
      const met = await metBy(handle, row.id);
      if (met?.state !== 'met') return null;
      const [centre, waitsForAnswer, now] = await Promise.all([
        loaders.jobCentre.load(row.jobCentreId),
        loaders.awaitsAnswer.load(row.citizenId),
        readNow(handle),
      ]);
      const today = localDate(now, centre?.zone ?? 'UTC');
      const dates = reopened(met, viewer.kind === 'staff' ? 'staff' : 'citizen', today);
      const state = shownState({ state: 'open', bookBy: dates.bookBy }, today, waitsForAnswer);
      return { ...dates, state, waitsForAnswer };
    },
  }),
);
