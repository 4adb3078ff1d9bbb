import { describe, expect, it } from 'vitest';
import { type SessionAnswer, SessionView, WARN_MS } from './session-view.svelte.ts';

const minute = 60_000;
const hour = 60 * minute;
const running = { userId: 'anna', lastsMs: hour, atMostMs: 10 * hour, idleMs: hour };

/** A page whose clock is an hour wrong, and a server that answers what it is told to. */
async function page(first: SessionAnswer = running) {
  let now = Date.parse('2026-11-23T08:00:00Z') - hour;
  let jobs: { at: number; work: () => void }[] = [];
  const asked: boolean[] = [];
  const told: SessionAnswer[] = [];
  const server = { answer: first, away: false };
  const view = new SessionView({
    ask: async (prolong) => {
      asked.push(prolong);
      if (server.away) throw new Error('no connection');
      return server.answer;
    },
    tell: (answer) => told.push(answer),
    now: () => now,
    later: (work, ms) => {
      const job = { at: now + ms, work };
      jobs.push(job);
      return () => {
        jobs = jobs.filter((other) => other !== job);
      };
    },
  });
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      const due = jobs.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      jobs = jobs.filter((job) => job !== due);
      now = due.at;
      due.work();
      await Promise.resolve();
      await Promise.resolve();
    }
    now = end;
  };
  await view.check();
  return { view, server, asked, told, pass };
}

describe('the session of a page', () => {
  it('is quiet until five minutes before its end, then asks, warns and counts down', async () => {
    const { view, server, asked, pass } = await page();
    await pass(55 * minute - 1);
    expect([view.state, asked.length]).toEqual(['running', 1]);
    server.answer = { ...running, lastsMs: WARN_MS };
    await pass(1);
    expect([view.state, view.leftMs, view.fixed]).toEqual(['ending', WARN_MS, false]);
    await pass(minute);
    expect(view.leftMs).toBe(4 * minute);
  });

  it('does not warn when other pages have put the end off', async () => {
    const { view, pass } = await page();
    await pass(55 * minute);
    expect(view.state).toBe('running');
  });

  it('goes on when prolonged, and tells the other tabs', async () => {
    const { view, server, asked, told } = await page({ ...running, lastsMs: 3 * minute });
    expect(view.state).toBe('ending');
    server.answer = running;
    await view.prolong();
    expect([view.state, asked.at(-1), told.at(-1)]).toEqual(['running', true, running]);
  });

  it('is calmed by what another tab heard', async () => {
    const { view, asked } = await page({ ...running, lastsMs: 3 * minute });
    view.hear(running);
    expect([view.state, asked.length]).toEqual(['running', 1]);
  });

  it('says when its longest life ends it', async () => {
    const { view } = await page({ ...running, lastsMs: 3 * minute, atMostMs: 3 * minute });
    expect([view.state, view.fixed]).toEqual(['ending', true]);
  });

  it('has ended when the server says so, not before, and when somebody else is signed in', async () => {
    const { view, server, pass } = await page({ ...running, lastsMs: minute });
    server.away = true;
    await pass(2 * minute);
    expect([view.state, view.leftMs]).toEqual(['ending', 0]);
    server.away = false;
    server.answer = null;
    await pass(5_000);
    expect(view.state).toBe('ended');
    const other = await page();
    other.view.hear({ ...running, userId: 'bo' });
    expect(other.view.state).toBe('ended');
  });

  it('runs again when the same person has signed in in another tab', async () => {
    const { view } = await page();
    view.hear(null);
    let resumed = false;
    const waiting = view.signedIn().then(() => {
      resumed = true;
    });
    await Promise.resolve();
    expect(resumed).toBe(false);
    view.hear(running);
    await waiting;
    expect(view.state).toBe('running');
  });

  it('warns for half of an idle limit shorter than ten minutes', async () => {
    const { view, server, pass } = await page({ ...running, lastsMs: 4 * minute, idleMs: 4 * minute });
    expect(view.state).toBe('running');
    server.answer = { ...running, lastsMs: 2 * minute, idleMs: 4 * minute };
    await pass(2 * minute);
    expect(view.state).toBe('ending');
  });
});
