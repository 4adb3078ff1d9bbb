// `pnpm bench [--json]`: ours beside its floor, measured in the same run (docs/performance.md).
import postgres from 'postgres';
import { startServer } from '../src/global-setup.ts';
import { startPlanner } from '../src/planner.ts';
import { benchCalendarFrames } from './calendar-frames.ts';
import { benchEngine } from './engine.ts';
import { benchFanOut } from './fan-out.ts';
import type { Figure } from './figure.ts';
import { startLoad } from './load.ts';
import { benchOfferPreview } from './offer-preview.ts';
import { benchPages, benchWalk } from './pages.ts';
import { populate } from './population.ts';
import { benchMemory, benchSecondStart } from './process.ts';
import { benchBookings, benchColdSlots, benchSlots } from './reads.ts';
import { benchBooking, benchRush } from './writes.ts';

const figures: Figure[] = [];
/** `--only=rush` measures the rows whose name has that. */
const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);

/** One row that fails is told and does not take the others with it. */
async function row(name: string, measure: () => Promise<Figure | Figure[]> | Figure): Promise<void> {
  try {
    if (only && !name.toLowerCase().includes(only)) return;
    figures.push(...[await measure()].flat());
    console.error(`${name}: measured.`);
  } catch (error) {
    console.error(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
  }
}

await row('The slot engine', benchEngine);
await row('Fan-out', () => benchFanOut());
await row('Second start', benchSecondStart);
await overHttp().catch((error) => console.error('The planner could not be measured:', error));

if (process.argv.includes('--json')) console.log(JSON.stringify(figures, null, 2));
else console.log(table(figures));
process.exit(0);

async function overHttp(): Promise<void> {
  const server = await startServer({ durable: true });
  try {
    await using planner = await startPlanner({ server: server.server });
    const people = await populate(planner);
    const sql = postgres(planner.database.url('app'), { max: 10, onnotice: () => {} });
    const load = await startLoad();
    try {
      await row('Pages', () => benchPages(planner, people));
      await row('Walk', () => benchWalk(planner));
      await row('Calendar', () => benchCalendarFrames(planner));
      await row('Offer preview', () => benchOfferPreview(planner, people));
      await row('Cold slots', () => benchColdSlots(planner, people));
      await row('Bookings', () => benchBookings(planner, people, load, sql));
      await row('Slots', () => benchSlots(planner, people, load, sql));
      await row('A rush', () => benchRush(planner, people, load));
      await row('Hold and confirm', () => benchBooking(planner, people, load, sql));
      await row('Memory', () => benchMemory(planner, people, load));
    } finally {
      load.stop();
      await sql.end();
    }
  } finally {
    await server.stop();
  }
}

function table(rows: Figure[]): string {
  const number = (value: number | null) =>
    value === null ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return [
    '| What | Ours | Floor | Ratio | Target | Met |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (r) =>
        `| ${r.name} | ${number(r.ours)} | ${number(r.floor)} | ${number(r.ratio)} | ${r.target} | ${r.met ? 'yes' : 'no'} |`,
    ),
  ].join('\n');
}
