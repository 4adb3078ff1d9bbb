import { document, type Instant } from './document.ts';

export interface JobCentre {
  id: string;
  name: string;
  zone: string;
  phone: string | null;
  address: string | null;
  openingHours: string | null;
}

export interface Viewer {
  id: string;
  name: string;
  kind: 'ANONYMOUS' | 'CITIZEN' | 'STAFF';
  language: string;
  now: Instant;
  citizen: { id: string; jobCentre: JobCentre } | null;
  caseworker: { id: string; name: string } | null;
  roles: { role: string; jobCentre: JobCentre }[];
}

/** Who is signed in and which job centre answers for them; every page asks this once. */
export const viewerDocument = document<{ viewer: Viewer }>(`
query Viewer {
  viewer {
    id name kind language now
    citizen { id jobCentre { id name zone phone address openingHours } }
    caseworker { id name }
    roles { role jobCentre { id name zone phone address openingHours } }
  }
}`);
