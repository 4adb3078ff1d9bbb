import { document, type Instant, type Refusal } from './document.ts';

/** What a citizen has asked the job centre for. */
export interface AskedFor {
  id: string;
  /** To be read out on the telephone. */
  number: string;
  kind: 'TIME' | 'DEADLINE' | 'CALL';
  createdAt: Instant;
  /** Null while it waits. */
  answer: string | null;
  answeredAt: Instant | null;
}

export interface Asked {
  edges: { node: AskedFor }[];
}

export const ASKED = `fragment Asked on QueryRequestsConnection {
  edges { node { id number kind createdAt answer answeredAt } }
}`;

/** What waits for an answer, and the number to be called on unless another is written. */
export const waitingDocument = document<
  { requests: Asked; node: { phone: string | null } | null },
  { citizen: string }
>(`
query Waiting($citizen: ID!) {
  requests(citizen: $citizen, state: [OPEN], first: 20) { ...Asked }
  node(id: $citizen) { ... on Citizen { phone } }
}
${ASKED}`);

export const askForCallDocument = document<
  { makeRequest: { __typename: 'Request' } | (Refusal & { path?: string }) },
  {
    input: {
      kind: 'CALL';
      citizen?: string | undefined;
      phone: string;
      message: string;
      idempotencyKey: string;
    };
  }
>(`
mutation AskForCall($input: MakeRequestInput!) {
  makeRequest(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
