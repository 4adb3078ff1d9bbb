import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import type { Sql } from 'postgres';
import type { Planner } from '../src/planner.ts';

/** What the floors set in a transaction so that row-level security lets the same rows through. */
export async function settingsOf({ opened }: Planner, userId: string): Promise<string[]> {
  const viewer = await loadViewer(opened.system, userId);
  const list = (ids: readonly string[]) => `{${ids.join(',')}}`;
  return [viewer.userId ?? '', list(viewer.citizens), list(viewer.centres), list(viewer.actors), 'bench'];
}

/** One transaction as a viewer, by hand: BEGIN and settings go ahead without waiting. */
export function asViewer<T>(sql: Sql, settings: string[], work: (sql: Sql) => Promise<T>): Promise<T> {
  return sql.begin(async (tx) => {
    // Sent now: a pending query waits for its first `then`, and the work's would overtake it.
    const set = tx
      .unsafe(
        `select set_config('app.viewer', $1, true), set_config('app.citizens', $2, true),
        set_config('app.centres', $3, true), set_config('app.actors', $4, true), set_config('app.operation', $5, true)`,
        settings,
        { prepare: true },
      )
      .execute();
    const [, result] = await Promise.all([set, work(tx as unknown as Sql)]);
    return result;
  }) as Promise<T>;
}
