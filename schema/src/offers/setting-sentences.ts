/** What is wrong with an offer's settings, in the viewer's language: what to write instead. */
export const settingSentence = {
  titleMissing: {
    da: 'Skriv en titel, som borgerne kan kende samtalen på.',
    en: 'Write a title by which citizens know the talk.',
  },
  textLong: (most: number) => ({
    da: `Skriv højst ${most} tegn.`,
    en: `Write ${most} characters at most.`,
  }),
  typeUnknown: {
    da: 'Vælg en samtaletype, der gælder nu.',
    en: 'Choose a type of talk that is in use now.',
  },
  formsMissing: { da: 'Vælg mindst én samtaleform.', en: 'Choose at least one form.' },
  workplaceForReferral: {
    da: 'Samtaler på arbejdspladsen kan kun være henvisninger. Vælg en anden form eller typen henvisning.',
    en: 'Talks at the workplace can only be referrals. Choose another form, or the type referral.',
  },
  groupCode: {
    da: 'Skriv kontaktgruppernes koder med komma imellem, for eksempel 2, 8, 12.',
    en: 'Write the codes of the contact groups with commas between them, such as 2, 8, 12.',
  },
  figure: (least: number, most: number) => ({
    da: `Skriv et helt tal fra ${least} til ${most}.`,
    en: `Write a whole number from ${least} to ${most}.`,
  }),
  windowBackwards: {
    da: 'Skriv et tidspunkt, der slutter efter det begynder, for eksempel 8.00 til 12.00.',
    en: 'Write hours that end after they begin, such as 8:00 to 12:00.',
  },
  windowShort: {
    da: 'Et tidsrum er kortere end samtalen. Gør det længere, eller gør samtalen kortere.',
    en: 'Some hours are shorter than the talk. Make them longer, or the talk shorter.',
  },
  windowsMany: { da: 'Skriv højst 28 tidsrum.', en: 'Write 28 spans of hours at most.' },
  noticeLong: {
    da: 'Varslet er længere, end der er åbnet frem i tiden, så intet kan bookes. Gør det kortere.',
    en: 'The notice is longer than the days that are open ahead, so nothing can be booked. Make it shorter.',
  },
  endsUnpublished: {
    da: 'Vælg en første dag, når der er en sidste.',
    en: 'Choose a first day, since there is a last one.',
  },
  endsFirst: {
    da: 'Vælg en sidste dag, der ligger efter den første.',
    en: 'Choose a last day that is not before the first.',
  },
  offersMany: (most: number) => ({
    da: `Vælg fra 1 til ${most} tilbud.`,
    en: `Choose from 1 to ${most} offers.`,
  }),
  valueMissing: { da: 'Skriv et helt tal.', en: 'Write a whole number.' },
  draftAgain: {
    da: 'Tilbuddet har været åbent og kan ikke blive kladde igen. Sæt det på pause, eller giv det en sidste dag.',
    en: 'The offer has been open and can’t be a draft again. Pause it, or give it a last day.',
  },
} as const;
