import { type ViewName, views } from './period.ts';

export type Shortcut =
  | { do: 'view'; view: ViewName }
  | { do: 'period'; by: 1 | -1 }
  | { do: 'today' }
  | { do: 'help' };

const letters: Record<string, ViewName> = { d: 'day', w: 'week', m: 'month', a: 'agenda' };

/** What a key pressed outside the grid means; null when it is typing, or somebody else's. */
export function shortcutOf(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  const key = event.key.toLowerCase();
  const view = letters[key] ?? (/^[1-4]$/.test(key) ? views[Number(key) - 1] : undefined);
  if (view) return { do: 'view', view };
  if (key === 'arrowleft') return { do: 'period', by: -1 };
  if (key === 'arrowright') return { do: 'period', by: 1 };
  if (key === 't') return { do: 'today' };
  if (key === '?') return { do: 'help' };
  return null;
}

/** Where letters are letters and arrows move a cursor. */
function isTyping(target: EventTarget | null): boolean {
  const element = target as { tagName?: string; isContentEditable?: boolean } | null;
  return (
    ['INPUT', 'SELECT', 'TEXTAREA', 'SUMMARY'].includes(element?.tagName ?? '') ||
    element?.isContentEditable === true
  );
}
