import { nsisAddress } from './assurance.ts';

/** Someone to sign in as in demo mode. The seed gives each `subject` its account and rights. */
export interface Persona {
  key: string;
  name: string;
  subject: string;
  acr: string;
  /** What there is to see as this person, in Danish, for the list. */
  what: string;
}

const persona = (key: string, name: string, what: string): Persona => ({
  key,
  name,
  subject: `demo:${key}`,
  acr: nsisAddress('substantial'),
  what,
});

export const personas: readonly Persona[] = [
  persona('anna', 'Anna Jensen', 'Borger, som skal booke en samtale inden en frist'),
  persona('bo', 'Bo Nielsen', 'Borger, som er fritaget for selv at booke'),
  persona('carla', 'Carla Sørensen', 'Borger hos en anden aktør'),
  persona('dina', 'Dina Holm', 'Borger, som handler for sin far Erik med fuldmagt'),
  persona('fatima', 'Fatima Ali', 'Borger, som læser engelsk'),
  persona('mette', 'Mette Holm', 'Vejleder i Team Nord, Jobcenter Aarhus'),
  persona('jens', 'Jens Krogh', 'Vejleder i Team Syd, Jobcenter Aarhus'),
  persona('lone', 'Lone Friis', 'Vejleder i både Aarhus og Randers'),
  persona('olav', 'Olav Bech', 'Vejleder hos en anden aktør'),
  persona('ida', 'Ida Lund', 'Administrator i Jobcenter Aarhus'),
  persona('karl', 'Karl Toft', 'Revisor, som ser sporet efter brug'),
  persona('nina', 'Nina Vester', 'Integrator, som kobler andre systemer på'),
];

/** The persona whose subject it is, or undefined. */
export const personaBySubject = (subject: string): Persona | undefined =>
  personas.find((p) => p.subject === subject);
