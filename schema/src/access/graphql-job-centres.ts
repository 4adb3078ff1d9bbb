import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { JobCentre, present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed } from '../refusals.ts';
import { createJobCentre } from './create-job-centre.ts';

const CreateJobCentre = builder.inputType('CreateJobCentreInput', {
  description: 'A job centre to be, and who sets it up.',
  fields: (f) => ({
    code: f.string({ required: true, description: 'The national five-digit code.' }),
    name: f.string({ required: true, description: 'What people call it, 1–100 characters.' }),
    administrator: f.string({
      required: true,
      description: 'First and last name of its first administrator.',
    }),
    email: f.string({ description: 'As the sign-in broker tells it. One of this and `subject` is needed.' }),
    subject: f.string({ description: 'The sign-in broker’s id of the administrator, where it is known.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('createJobCentre', (f) =>
  f.field({
    type: JobCentre,
    description: 'Operators: makes a job centre with nothing in it but its first administrator.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, KeyReused],
      union: { name: 'CreateJobCentreResult', description: 'The job centre, or why not.' },
    },
    args: { input: f.arg({ type: CreateJobCentre, required: true, description: 'Which, and whose.' }) },
    resolve: async (_, { input }, context) => {
      const { email = null, subject = null, ...rest } = input;
      const id = await context.command((handle) =>
        createJobCentre(handle, context.viewer, { ...rest, email, subject }),
      );
      return present(await context.loaders.jobCentre.load(id));
    },
  }),
);
