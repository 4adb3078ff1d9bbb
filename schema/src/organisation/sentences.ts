/** Refusals in the viewer's language. */
export const sentence = {
  nameMissing: { da: 'Skriv et navn.', en: 'Write a name.' },
  nameLong: { da: 'Navnet må højst have 100 tegn.', en: 'The name may have 100 characters at most.' },
  teamNameTaken: {
    da: 'Der er allerede et team med det navn. Vælg et andet.',
    en: 'There is a team of that name already. Choose another.',
  },
  teamHasMembers: {
    da: 'Teamet har stadig medlemmer.',
    en: 'The team still has members.',
  },
  moveMembers: {
    da: 'Flyt dem til et andet team først.',
    en: 'Move them to another team first.',
  },
  teamInUse: {
    da: 'Teamet bruges af et tilbud eller en lukkedag.',
    en: 'An offer or a closing day refers to the team.',
  },
  endThemFirst: { da: 'Ret eller afslut dem først.', en: 'Change or end them first.' },
} as const;
