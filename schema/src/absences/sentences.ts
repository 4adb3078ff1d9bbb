/** Refusals in the viewer's language. */
export const sentence = {
  wholeMinutes: {
    da: 'Tiden begynder og slutter på hele minutter.',
    en: 'The time begins and ends on whole minutes.',
  },
  endsBeforeItStarts: {
    da: 'Sluttidspunktet ligger før starten. Vælg et senere.',
    en: 'The end lies before the start. Choose a later one.',
  },
  past: { da: 'Tiden er allerede gået. Vælg en senere.', en: 'The time has passed. Choose a later one.' },
  formNotOffered: {
    da: 'Jobcentrets samtaler holdes ikke på den måde.',
    en: 'The job centre’s talks are not held in that way.',
  },
  formsNeeded: { da: 'Vælg mindst én form.', en: 'Choose at least one form.' },
  formsAgreed: {
    da: 'Der er allerede valgt former for en del af tiden.',
    en: 'Forms have been chosen for a part of that time already.',
  },
  removeFirst: {
    da: 'Fjern dem først, eller vælg en anden tid.',
    en: 'Remove them first, or choose another time.',
  },
  tooManyTimes: { da: 'Det er for mange gange: højst 200.', en: 'That is too many times: 200 at most.' },
  tooMany: {
    da: 'Det er for mange på én gang: højst 200 gange, alle medarbejdere lagt sammen.',
    en: 'That is too much at once: 200 times at most, all caseworkers added up.',
  },
  enterInParts: { da: 'Del det op i kortere perioder.', en: 'Divide it into shorter periods.' },
  noExtraHours: {
    da: 'Jobcentret tillader ikke ekstra tider.',
    en: 'The job centre does not allow extra hours.',
  },
  askAdministrator: { da: 'Spørg din administrator.', en: 'Ask your administrator.' },
  outsideExtraHours: {
    da: 'Ekstra tider skal ligge mellem {from} og {to}.',
    en: 'Extra hours must lie between {from} and {to}.',
  },
} as const;
