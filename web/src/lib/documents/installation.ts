import { document, type Refusal } from './document.ts';

/** All job centres of the installation. */
export const jobCentresDocument = document<{ jobCentres: { id: string; code: string; name: string }[] }>(`
query Installation {
  jobCentres { id code name }
}`);

export const createJobCentreDocument = document<
  { createJobCentre: { __typename: 'JobCentre'; id: string } | (Refusal & { path?: string }) },
  {
    input: {
      code: string;
      name: string;
      administrator: string;
      email: string | null;
      subject: string | null;
      idempotencyKey: string;
    };
  }
>(`
mutation CreateJobCentre($input: CreateJobCentreInput!) {
  createJobCentre(input: $input) {
    __typename
    ... on JobCentre { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
