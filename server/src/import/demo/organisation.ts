import type { Sql } from 'postgres';
import { writeInterviewTypes } from '../interview-types.ts';
import { demoId } from './random.ts';

export const aarhus = demoId('job centre 07510');
export const randers = demoId('job centre 07300');
export const otherActor = demoId('other actor');

const teams: readonly [string, string][] = [
  [aarhus, 'Nord'],
  [aarhus, 'Syd'],
  [aarhus, 'Vest'],
  [aarhus, 'Aktør A/S'],
  [randers, 'Centrum'],
  [randers, 'Omegn'],
];
const teamId = (centre: string, name: string) => demoId(`team ${centre} ${name}`);

/** From Monday to Thursday, and on Friday; clock hours. */
const phoneHours = (days: [number, number], friday: [number, number]) =>
  [days, days, days, days, friday].map(([from, to], index) => ({
    weekday: index + 1,
    startMinute: from * 60,
    endMinute: to * 60,
  }));

/** Types, job centres, teams, the other actor and the offers; what is there already stays. */
export async function writeOrganisation(sql: Sql, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('app.operation', 'seed', true)`;
    await writeInterviewTypes(tx);
    await tx`insert into job_centre ${tx([
      {
        id: aarhus,
        code: '07510',
        name: 'Jobcenter Aarhus',
        phone: '89 40 00 00',
        address: 'Demovej 1, 8000 Aarhus C',
        opening_hours: 'Mandag–torsdag 8–15.30, fredag 8–14',
        phone_hours: tx.json(phoneHours([8, 15.5], [8, 14])),
      },
      {
        id: randers,
        code: '07300',
        name: 'Jobcenter Randers',
        phone: '89 15 00 00',
        address: 'Prøvegade 2, 8900 Randers C',
        opening_hours: 'Mandag–torsdag 9–15, fredag 9–13',
        phone_hours: tx.json(phoneHours([9, 15], [9, 13])),
      },
    ])} on conflict do nothing`;
    await tx`insert into team ${tx(teams.map(([centre, name]) => ({ id: teamId(centre, name), job_centre_id: centre, name })))}
      on conflict do nothing`;
    await tx`insert into other_actor (id, job_centre_id, name) values (${otherActor}, ${aarhus}, 'Aktør A/S')
      on conflict do nothing`;
    for (const one of offers(now)) await tx`insert into offer ${tx(one)} on conflict do nothing`;
  });
}

function offers(now: Date) {
  const plain = {
    team_id: null as string | null,
    description_da: null as string | null,
    description_en: null as string | null,
    place: null as string | null,
    grid_from: 'piece',
    notice_minutes: 120,
    horizon_days: 84,
    buffer_after_minutes: 0,
    needs_room: false,
    seats: 1,
    published_from: now,
  };
  const informationMeeting = {
    ...plain,
    interview_type: 9,
    title_da: 'Informationsmøde',
    title_en: 'Information meeting',
    description_da: 'For dig, der er ny ledig. Du hører om regler, kurser og hjælp til at søge job.',
    description_en: 'For those newly out of work: the rules, courses and help with finding a job.',
    forms: ['IN_PERSON'],
    duration_minutes: 90,
    grid_minutes: 30,
  };
  return [
    {
      ...plain,
      id: demoId('offer Jobsamtale Aarhus'),
      job_centre_id: aarhus,
      team_id: teamId(aarhus, 'Nord'),
      interview_type: 7,
      title_da: 'Jobsamtale',
      title_en: 'Job talk',
      description_da: 'Vi taler om, hvordan du kommer i job. Tag gerne dit CV med.',
      description_en: 'We talk about how you get a job. Please bring your CV.',
      forms: ['IN_PERSON', 'PHONE'],
      duration_minutes: 45,
      grid_minutes: 45,
      buffer_after_minutes: 15,
      place: 'Demovej 1, 8000 Aarhus C',
    },
    {
      ...plain,
      id: demoId('offer Opfølgningssamtale Aarhus'),
      job_centre_id: aarhus,
      interview_type: 4,
      title_da: 'Opfølgningssamtale',
      title_en: 'Follow-up talk',
      forms: ['IN_PERSON', 'PHONE'],
      duration_minutes: 30,
      grid_minutes: 30,
      place: 'Demovej 1, 8000 Aarhus C',
    },
    {
      ...plain,
      id: demoId('offer CV-samtale Aarhus'),
      job_centre_id: aarhus,
      interview_type: 10,
      title_da: 'CV-samtale',
      title_en: 'CV talk',
      description_da:
        'Vi gennemgår dit CV sammen ved en skærm. Derfor holdes samtalen altid i et mødelokale.',
      description_en:
        'We go through your CV together at a screen, so the talk is always held in a meeting room.',
      forms: ['IN_PERSON'],
      duration_minutes: 60,
      grid_minutes: 30,
      needs_room: true,
      place: 'Demovej 1, 8000 Aarhus C',
    },
    {
      ...informationMeeting,
      id: demoId('offer Informationsmøde'),
      job_centre_id: aarhus,
      seats: 20,
      place: 'Salen, Demovej 1, 8000 Aarhus C',
    },
    {
      ...informationMeeting,
      id: demoId('offer Informationsmøde Randers'),
      job_centre_id: randers,
      seats: 12,
      place: 'Mødesalen, Prøvegade 2, 8900 Randers C',
    },
    {
      ...plain,
      id: demoId('offer Jobsamtale Randers'),
      job_centre_id: randers,
      interview_type: 7,
      title_da: 'Jobsamtale',
      title_en: 'Job talk',
      forms: ['IN_PERSON', 'PHONE'],
      duration_minutes: 45,
      grid_minutes: 45,
      place: 'Prøvegade 2, 8900 Randers C',
    },
  ];
}
