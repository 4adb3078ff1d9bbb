import { document, type Instant } from './document.ts';

/** One look at the reader's data. */
export interface AccessEntry {
  at: Instant;
  kind: 'READ' | 'LIVE' | 'CPR' | 'SEARCH';
  purpose: string | null;
  role: string | null;
  organisation: string | null;
  /** Null where the job centre keeps its employees' names to itself. */
  staff: string | null;
}

export const accessLogDocument = document<
  {
    accessLog: {
      edges: { node: AccessEntry }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
    viewer: { citizen: { jobCentre: { accessLogMonths: number } } | null };
  },
  { after?: string | undefined }
>(`
query AccessLog($after: String) {
  accessLog(first: 100, after: $after) {
    edges { node { at kind purpose role organisation staff } }
    pageInfo { hasNextPage endCursor }
  }
  viewer { citizen { jobCentre { accessLogMonths } } }
}`);
