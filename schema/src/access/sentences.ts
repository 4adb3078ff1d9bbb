/** Refusals in the viewer's language. */
export const sentence = {
  signInMissing: {
    da: 'Skriv e-mailadressen, så vi kan kende personen, når hun logger ind.',
    en: 'Write the e-mail address, so that we know the person when she signs in.',
  },
  noEmail: {
    da: 'Det ligner ikke en e-mailadresse. Skriv den som navn@kommune.dk.',
    en: 'That is no e-mail address. Write it as name@municipality.dk.',
  },
  signInTaken: {
    da: 'Det login kan ikke bruges til en medarbejder.',
    en: 'That sign-in can’t be used for an employee.',
  },
  useAnother: {
    da: 'Brug den adresse, personen har som medarbejder.',
    en: 'Use the address that the person has as an employee.',
  },
  noCode: {
    da: 'Jobcenterets kode er fem cifre. Skriv den som 07510.',
    en: 'A job centre’s code is five digits. Write it as 07510.',
  },
  codeTaken: {
    da: 'Der er allerede et jobcenter med den kode.',
    en: 'There is a job centre with that code already.',
  },
  actorMissing: {
    da: 'Vælg, hvilken anden aktør personen arbejder for.',
    en: 'Choose which other actor the person works for.',
  },
  noActorNeeded: {
    da: 'Kun medarbejdere hos en anden aktør hører til en anden aktør.',
    en: 'Only an other actor’s employees belong to an other actor.',
  },
  roleHeld: {
    da: 'Personen har allerede den rolle i perioden.',
    en: 'The person has that role in the period already.',
  },
  endTheOther: {
    da: 'Afslut den først, eller vælg en periode efter den.',
    en: 'End that one first, or choose a period after it.',
  },
  lastAdministrator: {
    da: 'Jobcenteret skal have mindst én administrator uden slutdato.',
    en: 'The job centre must have at least one administrator without an end date.',
  },
  appointAnother: {
    da: 'Giv en anden rollen som administrator først.',
    en: 'Make somebody else an administrator first.',
  },
  otherActorTaken: {
    da: 'Der er allerede en anden aktør med det navn. Vælg et andet.',
    en: 'There is an other actor of that name already. Choose another.',
  },
} as const;
