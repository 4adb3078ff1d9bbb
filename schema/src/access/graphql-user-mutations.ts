import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { Caseworker, JobCentre, present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { OtherActor } from './graphql-other-actors.ts';
import { Role, RoleGrant, User } from './graphql-users.ts';
import { addUser, endRole, giveRole, saveUser } from './users.ts';

const GivenRole = builder.inputType('GivenRoleInput', {
  description: 'A role to give.',
  fields: (f) => ({
    role: f.field({ type: Role, required: true, description: 'Which.' }),
    otherActor: f.globalID({ for: [OtherActor], description: 'For ACTOR and COORDINATOR: whose.' }),
    from: f.field({ type: 'Date', required: true, description: 'Its first day, today or later.' }),
    to: f.field({ type: 'Date', description: 'Its last day; null: without an end.' }),
  }),
});
const given = (input: {
  role:
    | 'administrator'
    | 'leader'
    | 'caseworker'
    | 'reception'
    | 'manager'
    | 'auditor'
    | 'actor'
    | 'coordinator'
    | 'integrator';
  otherActor?: { id: string } | null | undefined;
  from: string;
  to?: string | null | undefined;
}) => ({
  role: input.role,
  otherActorId: input.otherActor?.id ?? null,
  from: input.from,
  to: input.to ?? null,
});

const AddUser = builder.inputType('AddUserInput', {
  description: 'Somebody who shall work with the planner.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where she gets her role.' }),
    name: f.string({ required: true, description: '1–100 characters.' }),
    email: f.string({ description: 'As the sign-in broker tells it. One of this and `subject` is needed.' }),
    subject: f.string({ description: 'The sign-in broker’s id of her, where it is known.' }),
    caseworker: f.globalID({ for: [Caseworker], description: 'Whose calendar is her own.' }),
    role: f.field({ type: GivenRole, required: true, description: 'Her first role there.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const ReadUser = builder.inputType('ReadUserInput', {
  description: 'A user as she was read.',
  fields: (f) => ({
    id: f.globalID({ for: [User], required: true, description: 'A `User.id`.' }),
    version: f.int({ required: true, description: 'Her `version` then.' }),
  }),
});
const SaveUser = builder.inputType('SaveUserInput', {
  description: 'What of a user can be changed.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where she has a role.' }),
    user: f.field({ type: ReadUser, required: true, description: 'Who.' }),
    name: f.string({ required: true, description: '1–100 characters.' }),
    caseworker: f.globalID({ for: [Caseworker], description: 'Whose calendar is her own; null: nobody’s.' }),
  }),
});
const GiveRole = builder.inputType('GiveRoleInput', {
  description: 'A role for a user of the job centre.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where.' }),
    user: f.globalID({ for: [User], required: true, description: 'Who.' }),
    role: f.field({ type: GivenRole, required: true, description: 'Which role.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const EndRole = builder.inputType('EndRoleInput', {
  description: 'A role to end.',
  fields: (f) => ({
    role: f.globalID({ for: [RoleGrant], required: true, description: 'A `RoleGrant.id`.' }),
  }),
});

builder.mutationFields((f) => ({
  addUser: f.field({
    type: User,
    description:
      'Administrators: gives somebody a first role. Who signs in so already is the same user, with a role more.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, KeyReused],
      union: { name: 'AddUserResult', description: 'The user, or why not.' },
    },
    args: { input: f.arg({ type: AddUser, required: true, description: 'Who, and as what.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        addUser(handle, context.viewer, {
          ...given(input.role),
          jobCentreId: input.jobCentre.id,
          name: input.name,
          email: input.email ?? null,
          subject: input.subject ?? null,
          caseworkerId: input.caseworker?.id ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.user.load(id));
    },
  }),
  saveUser: f.field({
    type: User,
    description: 'Administrators: changes a user’s name, and whose calendar is hers.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated],
      union: { name: 'SaveUserResult', description: 'The user, or why not.' },
    },
    args: { input: f.arg({ type: SaveUser, required: true, description: 'How she shall be.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        saveUser(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          user: { id: input.user.id.id, version: input.user.version },
          name: input.name,
          caseworkerId: input.caseworker?.id ?? null,
        }),
      );
      return present(await context.loaders.user.load(id));
    },
  }),
  giveRole: f.field({
    type: User,
    description: 'Administrators: gives a user another role, for a period.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, KeyReused],
      union: { name: 'GiveRoleResult', description: 'The user, or why not.' },
    },
    args: { input: f.arg({ type: GiveRole, required: true, description: 'Who, and which.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        giveRole(handle, context.viewer, {
          ...given(input.role),
          jobCentreId: input.jobCentre.id,
          userId: input.user.id,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.user.load(id));
    },
  }),
  endRole: f.field({
    type: User,
    description:
      'Administrators: ends a role at once; what it gave access to closes, open pages too. Not that of the last administrator.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'EndRoleResult', description: 'The user, or why not.' },
    },
    args: { input: f.arg({ type: EndRole, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) => endRole(handle, context.viewer, input.role.id));
      return present(await context.loaders.user.load(id));
    },
  }),
}));
