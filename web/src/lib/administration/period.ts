import type { datesFor } from '../dates.ts';
import { m } from '../generated/paraglide/messages.js';

/** "fra 1.3.2027 til 31.3.2027", "uden slutdato". */
export function periodWords(
  { from, to }: { from: string | null; to: string | null },
  { numericDate }: Pick<ReturnType<typeof datesFor>, 'numericDate'>,
): string {
  const parts = [
    from && m.user_period_from({ from: numericDate(from) }),
    to && m.user_period_to({ to: numericDate(to) }),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : m.user_period_always();
}
