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
  halfSpan: {
    da: 'Skriv både fra og til, eller lad begge være tomme.',
    en: 'Write both from and to, or leave both empty.',
  },
  spanWrong: { da: 'Tiden skal slutte, efter at den begynder.', en: 'The time must end after it begins.' },
  breakOutside: {
    da: 'Pausen skal ligge inden for dagens arbejdstid.',
    en: 'The break must lie within the day’s working hours.',
  },
  endsBeforeItBegins: {
    da: 'Den sidste dag ligger før den første. Vælg en senere, eller lad feltet være tomt.',
    en: 'The last day is before the first. Choose a later one, or leave the field empty.',
  },
  fromPast: {
    da: 'Arbejdstid kan ikke ændres bagud. Vælg i dag eller senere.',
    en: 'Working hours can’t be changed backwards. Choose today or later.',
  },
  weeksWrong: { da: 'Vælg hver 1. til hver 8. uge.', en: 'Choose every week up to every eighth.' },
  emailMissing: {
    da: 'Skriv en e-mailadresse. Den er nøglen til medarbejderens kalender.',
    en: 'Write an e-mail address. It is the key of the caseworker’s calendar.',
  },
  emailWrong: {
    da: 'Skriv e-mailadressen som navn@kommune.dk.',
    en: 'Write the e-mail address as name@kommune.dk.',
  },
  emailTaken: {
    da: '{name} har allerede den e-mailadresse.',
    en: '{name} has that e-mail address already.',
  },
  emailElsewhere: {
    da: '{name} har den e-mailadresse og arbejder for et andet jobcenter.',
    en: '{name} has that e-mail address and works for another job centre.',
  },
  sameCalendar: {
    da: 'Er det samme person, så sæt hak i, at vedkommende også arbejder her. Kalenderen er fælles, så ingen bookes to steder på én gang.',
    en: 'If it is the same person, tick that they work here too. The calendar is shared, so that nobody is booked in two places at once.',
  },
  talksLeft: {
    da: 'Der er {count} samtaler, reservationer eller gruppemøder efter den dag.',
    en: 'There are {count} talks, holds or group sessions after that day.',
  },
  reassign: {
    da: 'Flyt dem til en kollega først, eller vælg en senere dag.',
    en: 'Move them to a colleague first, or choose a later day.',
  },
  endThemFirst: { da: 'Ret eller afslut dem først.', en: 'Change or end them first.' },
  addressLong: {
    da: 'Adressen må højst have 200 tegn.',
    en: 'The address may have 200 characters at most.',
  },
  placeNameTaken: {
    da: 'Der er allerede et sted med det navn. Vælg et andet.',
    en: 'There is a place of that name already. Choose another.',
  },
  placeInUse: {
    da: 'Stedet bruges af et team eller en lukkedag.',
    en: 'A team or a closing day refers to the place.',
  },
  movePlace: { da: 'Ret dem først.', en: 'Change them first.' },
  closesBackwards: {
    da: 'Lukningen skal slutte senere på dagen, end den begynder.',
    en: 'The closing must end later in the day than it begins.',
  },
  lastDayFirst: {
    da: 'Den sidste dag skal være den første dag eller senere.',
    en: 'The last day must be the first day or later.',
  },
  closedLong: {
    da: 'Luk højst 60 dage ad gangen.',
    en: 'Close 60 days at most in one go.',
  },
  oneDay: {
    da: 'En lukkedag, der rettes, er én dag. Opret flere dage som nye.',
    en: 'A closing day that is changed is one day. Make several days as new ones.',
  },
  teamOrPlace: {
    da: 'Vælg enten et team eller et sted.',
    en: 'Choose either a team or a place.',
  },
  dayPast: { da: 'Vælg en dag i dag eller senere.', en: 'Choose today or a later day.' },
  closedAlready: {
    da: 'Der er allerede lukket i noget af tiden. Ret den lukkedag, der er der, eller vælg andre dage.',
    en: 'It is closed in some of that time already. Change the closing day that is there, or choose other days.',
  },
} as const;
