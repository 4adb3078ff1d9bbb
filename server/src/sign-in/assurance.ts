/** NSIS levels, lowest first. */
export const assuranceLevels = ['low', 'substantial', 'high'] as const;
export type Assurance = (typeof assuranceLevels)[number];

/**
 * The level an ID token states, from `acr` or `loa`: a word ("Substantial") or an address that ends in one
 * ("https://data.gov.dk/concept/core/nsis/Substantial"). null when it states none that we know.
 * Of several statements the lowest counts, so that a broker's contradiction never raises anyone.
 */
export function assuranceOf(claims: Record<string, unknown>): Assurance | null {
  const stated = statingClaims
    .map((name) => claims[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .map(levelOf);
  if (stated.length === 0 || stated.includes(null)) return null;
  return assuranceLevels.find((level) => stated.includes(level)) ?? null;
}

/** Whether `given` reaches `required`. */
export function reaches(given: Assurance, required: Assurance): boolean {
  return assuranceLevels.indexOf(given) >= assuranceLevels.indexOf(required);
}

/** The `acr_values` to ask for: the required level and those above, as NSIS addresses. */
export function acrValuesFor(required: Assurance): string {
  return assuranceLevels.slice(assuranceLevels.indexOf(required)).map(nsisAddress).join(' ');
}

/** The NSIS address of a level. */
export function nsisAddress(level: Assurance): string {
  return `https://data.gov.dk/concept/core/nsis/${level[0]?.toUpperCase()}${level.slice(1)}`;
}

const statingClaims = ['acr', 'loa'];

function levelOf(value: string): Assurance | null {
  const word = value.split(/[/:#]/).at(-1)?.toLowerCase();
  return assuranceLevels.find((level) => level === word) ?? null;
}
