import { document, type Instant } from './document.ts';

export interface JobCentre {
  id: string;
  name: string;
  zone: string;
  phone: string | null;
  address: string | null;
  openingHours: string | null;
}

/** Somebody's meetings that the viewer may see to: her own, or those of who gave her power of attorney. */
export interface Person {
  id: string;
  name: string;
  /** Need not book: the job centre calls in. */
  exempt: boolean;
  jobCentre: JobCentre;
}

export interface Viewer {
  id: string;
  name: string;
  kind: 'ANONYMOUS' | 'CITIZEN' | 'STAFF';
  language: string;
  now: Instant;
  citizen: Person | null;
  actsFor: Person[];
  caseworker: { id: string; name: string } | null;
  roles: { role: string; jobCentre: JobCentre }[];
  /** Makes job centres; sees no citizens. */
  operates: boolean;
}

/** Who is signed in and which job centre answers for them; every page asks this once. */
export const viewerDocument = document<{ viewer: Viewer }>(`
query Viewer {
  viewer {
    id name kind language now
    citizen { ...Person }
    actsFor { ...Person }
    caseworker { id name }
    roles { role jobCentre { ...JobCentre } }
    operates
  }
}
fragment Person on Citizen { id name exempt jobCentre { ...JobCentre } }
fragment JobCentre on JobCentre { id name zone phone address openingHours }`);
