import type { Handle } from '@planner/db';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import type { Context } from '../context.ts';
import { key } from '../idempotency.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, LimitReached, NotAllowed } from '../refusals.ts';
import { answerRequest } from './answer.ts';
import { PartOfDay, Request, RequestKind } from './graphql.ts';
import { makeRequest } from './make.ts';
import { withdrawRequest } from './withdraw.ts';

const RequestWishesInput = builder.inputType('RequestWishesInput', {
  description: 'What would also do.',
  fields: (f) => ({
    forms: f.field({ type: [InterviewForm], description: 'Forms that would also do.' }),
    otherPlaces: f.boolean({ description: 'Whether another place would also do. False unless given.' }),
    partsOfDay: f.field({ type: [PartOfDay], description: 'When in the day would do.' }),
  }),
});
const MakeRequestInput = builder.inputType('MakeRequestInput', {
  description: 'What to ask the job centre for.',
  fields: (f) => ({
    kind: f.field({ type: RequestKind, required: true, description: 'What for.' }),
    offer: f.globalID({ for: [Offer], description: 'For which talks; needed for a time.' }),
    deadline: f.globalID({
      description:
        'A `Deadline.id`: which deadline it is about; needed for a later one. Left out, it is the running one that a talk of the offer would meet.',
    }),
    citizen: f.globalID({ for: [Citizen], description: 'Whom the viewer acts for; left out, herself.' }),
    wishes: f.field({ type: RequestWishesInput, description: 'What would also do.' }),
    message: f.string({ description: 'In her words; at most 2,000 characters.' }),
    phone: f.string({ description: 'Where to call her about this, as she writes it.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const AnswerRequestInput = builder.inputType('AnswerRequestInput', {
  description: 'An answer to a citizen’s request.',
  fields: (f) => ({
    request: f.globalID({ required: true, for: [Request], description: 'Which request.' }),
    answer: f.string({ required: true, description: 'To the citizen; at most 2,000 characters.' }),
  }),
});
const WithdrawRequestInput = builder.inputType('WithdrawRequestInput', {
  description: 'A request that needs no answer any more.',
  fields: (f) => ({
    request: f.globalID({ required: true, for: [Request], description: 'Which request.' }),
  }),
});

/** Runs a command, then reads the request in the fresh snapshot that the payload is read from. */
async function made(context: Context, run: (handle: Handle) => Promise<string>) {
  const id = await context.command(run);
  return present(await context.loaders.request.load(id));
}

builder.mutationFields((f) => ({
  makeRequest: f.field({
    type: Request,
    description:
      'A citizen who found no fitting time asks for one, for a later deadline, or to be called. What was on offer is recorded with it. The same is not asked twice while it waits.',
    authScopes: { signedIn: true },
    errors: {
      types: [LimitReached, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'MakeRequestResult', description: 'The request, or why not.' },
    },
    args: { input: f.arg({ type: MakeRequestInput, required: true, description: 'What to ask for.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        makeRequest(
          handle,
          context.viewer,
          {
            kind: input.kind,
            offer: input.offer?.id ?? null,
            deadline: input.deadline?.id ?? null,
            citizen: input.citizen?.id ?? null,
            wishes: {
              ...(input.wishes?.forms?.length && { forms: [...new Set(input.wishes.forms)] }),
              ...(input.wishes?.otherPlaces && { otherPlaces: true }),
              ...(input.wishes?.partsOfDay?.length && {
                partsOfDay: [...new Set(input.wishes.partsOfDay)],
              }),
            },
            message: input.message ?? null,
            phone: input.phone ?? null,
            idempotencyKey: input.idempotencyKey,
          },
          context.findSlots,
        ),
      ),
  }),
  answerRequest: f.field({
    type: Request,
    description: 'Staff: answers a request. Its citizen’s deadlines run on by their dates from then.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'AnswerRequestResult', description: 'The answered request, or why not.' },
    },
    args: {
      input: f.arg({ type: AnswerRequestInput, required: true, description: 'Which, and the answer.' }),
    },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        answerRequest(handle, context.viewer, { request: input.request.id, answer: input.answer }),
      ),
  }),
  withdrawRequest: f.field({
    type: Request,
    description: 'The citizen takes her request back, if it hasn’t been answered.',
    authScopes: { signedIn: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'WithdrawRequestResult', description: 'The withdrawn request, or why not.' },
    },
    args: { input: f.arg({ type: WithdrawRequestInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) => withdrawRequest(handle, context.viewer, input.request.id)),
  }),
}));
