import { type SessionAnswer, SessionView } from './session-view.svelte.ts';

let shared: SessionView | undefined;

/** The session of the page in this tab; in the browser only. Tabs tell each other what the server said. */
export function pageSession(): SessionView {
  if (shared) return shared;
  const tabs = new BroadcastChannel('session');
  const session = new SessionView({
    async ask(prolong) {
      const response = await fetch('/sign-in/session', { method: prolong ? 'POST' : 'GET' });
      if (!response.ok) throw new Error(`The server answered ${response.status}.`);
      return (await response.json()) as SessionAnswer;
    },
    tell: (answer) => tabs.postMessage(answer),
    now: Date.now,
    later: (work, ms) => {
      const id = setTimeout(work, ms);
      return () => clearTimeout(id);
    },
  });
  tabs.addEventListener('message', ({ data }) => session.hear(data as SessionAnswer));
  // Timers stand still while a phone sleeps.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void session.check();
  });
  shared = session;
  return session;
}
