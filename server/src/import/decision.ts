/** What happens, or would happen, to one line of the file. */
export type RowOutcome = {
  /** Counted from 1, headings included. */
  line: number;
  outcome: 'new' | 'changed' | 'unchanged' | 'refused';
  /** Why a row was refused, as a sentence; never with a CPR number in it. */
  reason?: string;
};

/** What a plan says of one row. `weight` is the most rows of the change feed that the write makes. */
export type Decision<Write> =
  | { line: number; outcome: 'refused'; reason: string }
  | { line: number; outcome: 'unchanged' }
  | { line: number; outcome: 'new' | 'changed'; write: Write; weight: number };

/** Thrown inside a plan to refuse the row at hand. */
export class RowRefused extends Error {}

/** Runs `decide` for each row; a refusal ends that row only. */
export function decideEach<Row extends { line: number }, Write>(
  rows: readonly Row[],
  decide: (row: Row) => Decision<Write>,
): Decision<Write>[] {
  return rows.map((row) => {
    try {
      return decide(row);
    } catch (error) {
      if (error instanceof RowRefused) return { line: row.line, outcome: 'refused', reason: error.message };
      throw error;
    }
  });
}
