import type { ISql } from 'postgres';

/** Interview types of the national list (Code lists of DFDG); names as the job centres use them. */
const interviewTypes: readonly [number, string, string][] = [
  [4, 'Opfølgningssamtale', 'Follow-up talk'],
  [7, 'Jobsamtale', 'Job talk'],
  [8, 'Henvisning', 'Referral'],
  [9, 'Informationsmøde', 'Information meeting'],
  [10, 'CV-samtale', 'CV talk'],
  [11, 'Formidlingssamtale', 'Placement talk'],
  [12, 'Anden samtale', 'Other talk'],
  [13, 'Informationsmøde uden mødepligt', 'Information meeting, attendance optional'],
  [15, 'Rådighedssamtale', 'Availability talk'],
  [17, 'Fælles samtale med a-kassen', 'Joint talk with the unemployment fund'],
  [19, 'Fælles jobsamtale med a-kassen', 'Joint job talk with the unemployment fund'],
];

/** What a new installation knows of the national list; what is there already stays. */
export async function writeInterviewTypes(sql: ISql): Promise<void> {
  for (const [code, da, en] of interviewTypes)
    await sql`insert into interview_type (code, name_da, name_en) values (${code}, ${da}, ${en}) on conflict do nothing`;
}
