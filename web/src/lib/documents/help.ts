import { document, type Instant } from './document.ts';

export interface HelpCentre {
  id: string;
  name: string;
  zone: string;
  phone: string | null;
  address: string | null;
  openingHours: string | null;
  /** Minutes from midnight; weekday 1 is Monday. */
  phoneHours: { weekday: number; startMinute: number; endMinute: number }[];
  phoneNow: { open: boolean; changesAt: Instant | null } | null;
}

/** Whom to call, and whether somebody answers now. Anyone may ask. */
export const helpDocument = document<{ node: HelpCentre | null }, { jobCentre: string }>(`
query Help($jobCentre: ID!) {
  node(id: $jobCentre) {
    ... on JobCentre {
      id name zone phone address openingHours
      phoneHours { weekday startMinute endMinute }
      phoneNow { open changesAt }
    }
  }
}`);

/** The job centres to choose from before sign-in. */
export const jobCentresDocument = document<{ jobCentres: { id: string; name: string }[] }>(`
query JobCentres {
  jobCentres { id name }
}`);
