import { document, type Refusal } from './document.ts';

export interface Details {
  name: string;
  cprMasked: string;
  phone: string | null;
  email: string | null;
  remindBySms: boolean;
  remindByEmail: boolean;
}

export const detailsDocument = document<{ node: Details | null }, { citizen: string }>(`
query Details($citizen: ID!) {
  node(id: $citizen) { ... on Citizen { name cprMasked phone email remindBySms remindByEmail } }
}`);

export const updateMyDetailsDocument = document<
  { updateMyDetails: { __typename: 'Citizen' } | (Refusal & { path?: string }) },
  {
    input: {
      citizen?: string | undefined;
      phone: string;
      email: string;
      remindBySms: boolean;
      remindByEmail: boolean;
      language?: 'DA' | 'EN' | undefined;
    };
  }
>(`
mutation UpdateMyDetails($input: UpdateMyDetailsInput!) {
  updateMyDetails(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
