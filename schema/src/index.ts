import './organisation/graphql.ts';
import './citizens/graphql.ts';
import './citizens/graphql-access-log.ts';
import './citizens/graphql-details.ts';
import './citizens/graphql-search.ts';
import './offers/graphql.ts';
import './availability/graphql.ts';
import './availability/graphql-phone.ts';
import './requests/graphql.ts';
import './requests/mutations.ts';
import './deadlines/graphql.ts';
import './bookings/graphql.ts';
import './bookings/calendar/graphql.ts';
import './bookings/mutations.ts';
import './bookings/other-times.ts';
import './bookings/overlap-mutation.ts';
import './bookings/on-behalf-mutation.ts';
import './bookings/change-mutation.ts';
import './bookings/note-mutation.ts';
import './bookings/history/graphql.ts';
import './bookings/arrival-mutation.ts';
import './absences/graphql.ts';
import './absences/graphql-mutations.ts';
import './insight/graphql.ts';
import { builder } from './builder.ts';

/** The whole GraphQL schema, in the order of the domain's parts. */
export const schema = builder.toSchema();
export type { Context, SlotEvidence } from './context.ts';
