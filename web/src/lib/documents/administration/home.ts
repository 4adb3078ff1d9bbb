import { document, type InterviewType } from '../document.ts';

export type StepName =
  | 'CONTACT'
  | 'TEAMS'
  | 'CASEWORKERS'
  | 'HOURS'
  | 'COMPETENCES'
  | 'OFFERS'
  | 'PUBLISHED'
  | 'FREE_TIMES';
export interface SetUpStep {
  step: StepName;
  done: boolean;
  count: number;
}
export interface Figures {
  selfBooked: {
    booked: number | null;
    total: number | null;
    share: number | null;
    light: 'GREEN' | 'YELLOW' | 'RED' | null;
  };
  offers: {
    offer: { id: string; title: string };
    freeIn5Days: number;
    freeIn10Days: number;
    freeIn20Days: number;
  }[];
  deadlines: { interviewType: InterviewType; deadlines: number | null; free: number; tooFew: boolean }[];
  teams: { name: string; minutes: number; talks: number }[];
}

/** What is missing before citizens can book, and how the job centre does today. */
export const administrationHomeDocument = document<
  { jobCentre: { setUp: SetUpStep[] | null; figures: Figures | null } },
  { centre: string }
>(`
query AdministrationHome($centre: ID!) {
  jobCentre(id: $centre) {
    setUp { step done count }
    figures {
      selfBooked { booked total share light }
      offers { offer { id title } freeIn5Days freeIn10Days freeIn20Days }
      deadlines { interviewType { code nameDa nameEn } deadlines free tooFew }
      teams { name minutes talks }
    }
  }
}`);
