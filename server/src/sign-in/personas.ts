import { nsisAddress } from './assurance.ts';
import type { Language } from './language.ts';

export const personaGroups = ['citizen', 'caseworker', 'other'] as const;
export type PersonaGroup = (typeof personaGroups)[number];

/** Someone to sign in as in demo mode. The seed gives each `subject` its account and rights. */
export interface Persona {
  key: string;
  name: string;
  subject: string;
  acr: string;
  /** A citizen's made-up CPR number, as a broker tells it: who is made with it in an empty demo can sign in. */
  cpr?: string;
  group: PersonaGroup;
  /** Who it is and what to try as this person, in a line or two. */
  what: Record<Language, string>;
}

const cprs: Readonly<Record<string, string>> = {
  anna: '0105859001',
  bo: '1203789002',
  carla: '2407919003',
  dina: '1811669004',
  fatima: '3008959005',
};

const persona = (key: string, name: string, group: PersonaGroup, da: string, en: string): Persona => ({
  key,
  name,
  subject: `demo:${key}`,
  acr: nsisAddress('substantial'),
  ...(cprs[key] ? { cpr: cprs[key] } : {}),
  group,
  what: { da, en },
});

export const personas: readonly Persona[] = [
  persona(
    'anna',
    'Anna Jensen',
    'citizen',
    'Skal booke en jobsamtale inden en frist. Prøv at booke, flytte og afbestille.',
    'Must book a job talk before a deadline. Try to book, move and cancel.',
  ),
  persona(
    'bo',
    'Bo Nielsen',
    'citizen',
    'Er fritaget for selv at booke. Se, hvad han kan i stedet.',
    'Is exempt from booking himself. See what he can do instead.',
  ),
  persona(
    'carla',
    'Carla Sørensen',
    'citizen',
    'Er hos en anden aktør. Book en tid, og se den hos Olav.',
    'Is with an other actor. Book a time and see it as Olav does.',
  ),
  persona(
    'dina',
    'Dina Holm',
    'citizen',
    'Har fuldmagt fra sin far, Erik. Book for ham og for sig selv.',
    'Has her father Erik’s power of attorney. Book for him and for herself.',
  ),
  persona(
    'fatima',
    'Fatima Ali',
    'citizen',
    'Læser engelsk. Siderne skifter sprog, når hun logger ind.',
    'Reads English. The pages change their language when she signs in.',
  ),
  persona(
    'mette',
    'Mette Holm',
    'caseworker',
    'Vejleder i Team Nord, Aarhus. Hav kalenderen åben, mens Anna booker.',
    'Caseworker in Team Nord, Aarhus. Keep the calendar open while Anna books.',
  ),
  persona(
    'jens',
    'Jens Krogh',
    'caseworker',
    'Vejleder i Team Syd, Aarhus. Holder gruppemøderne.',
    'Caseworker in Team Syd, Aarhus. Holds the group meetings.',
  ),
  persona(
    'lone',
    'Lone Friis',
    'caseworker',
    'Vejleder i både Aarhus og Randers. Hendes tid kan kun bookes ét sted ad gangen.',
    'Caseworker in both Aarhus and Randers. Her time is booked in one place only.',
  ),
  persona(
    'olav',
    'Olav Bech',
    'caseworker',
    'Vejleder hos en anden aktør. Ser kun de borgere, aktøren har, som Carla.',
    'Caseworker of an other actor. Sees only its own citizens, such as Carla.',
  ),
  persona(
    'ida',
    'Ida Lund',
    'other',
    'Administrator i Aarhus. Sætter jobcenteret op.',
    'Administrator in Aarhus. Sets the job centre up.',
  ),
  persona(
    'lea',
    'Lea Dam',
    'other',
    'Teamleder i Aarhus. Flytter andres samtaler og fravær.',
    'Team leader in Aarhus. Moves others’ talks and absences.',
  ),
  persona(
    'rita',
    'Rita Bruun',
    'other',
    'Sidder i receptionen i Aarhus. Ser, hvem der kommer i dag.',
    'Sits in the reception in Aarhus. Sees who comes today.',
  ),
  persona(
    'mads',
    'Mads Vang',
    'other',
    'Leder i Aarhus. Ser tal, men ingen borgere.',
    'Manager in Aarhus. Sees figures, but no citizens.',
  ),
  persona(
    'kai',
    'Kai Storm',
    'other',
    'Koordinator hos en anden aktør. Ser kun aktørens egne medarbejdere.',
    'Coordinator of an other actor. Sees only its own staff.',
  ),
  persona(
    'otto',
    'Otto Friis',
    'other',
    'Driver installationen. Opretter jobcentre, men ser ingen borgere.',
    'Operates the installation. Makes job centres, but sees no citizens.',
  ),
  persona(
    'karl',
    'Karl Toft',
    'other',
    'Revisor. Må se sporet efter brug, men ikke borgerne.',
    'Auditor. May see the trail of use, but not the citizens.',
  ),
  persona(
    'nina',
    'Nina Vester',
    'other',
    'Kobler andre systemer på. Prøv GraphiQL på /graphql.',
    'Connects other systems. Try GraphiQL at /graphql.',
  ),
];

/** The persona whose subject it is, or undefined. */
export const personaBySubject = (subject: string): Persona | undefined =>
  personas.find((p) => p.subject === subject);
