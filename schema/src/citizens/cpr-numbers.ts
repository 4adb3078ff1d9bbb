import type { Viewer } from '@planner/db';
import { may } from '../access/rights.ts';
import { NotAllowed } from '../refusals.ts';
import type { CprPurpose } from './rules.ts';

/** Who asks for a number, or by one, and what for. */
export type CprAsk = { viewer: Viewer; operation: string; purpose: CprPurpose | 'audit' };

/**
 * CPR numbers are read by the system role only, under keys outside the database. Whether the viewer may see the
 * citizen is decided before and after by row-level security: this port doesn't know it.
 */
export type CprNumbers = {
  /** The ten digits; logged in the statement that reads them. */
  reveal(ask: CprAsk, citizenId: string): Promise<string>;
  /** Id of the citizen with this number, whoever may see her; an id that nobody has when there is none. */
  find(digits: string): Promise<string>;
  /** Logs a look-up by number, with the citizen that was shown or null. The number itself is kept nowhere. */
  logFind(ask: CprAsk, citizenId: string | null): Promise<void>;
};

/** Throws unless a person who serves citizens asks; at one job centre, or at any when it is null. */
export function keepCprRight(viewer: Viewer, jobCentreId: string | null): void {
  if (may(viewer, 'useCpr', jobCentreId ?? undefined)) return;
  throw viewer.language === 'da'
    ? new NotAllowed('NO_CPR_RIGHT', 'Du har ikke ret til at bruge CPR-numre.')
    : new NotAllowed('NO_CPR_RIGHT', 'You have no right to use CPR numbers.');
}
