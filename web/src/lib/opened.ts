import { browser } from '$app/env';

/**
 * What the reader unfolds before the page comes alive stays unfolded: coming alive, the page writes each `open` as the
 * server knew it. To be called before that; what it returns, after.
 */
export function keepUnfolded(): () => void {
  const unfolded = browser ? [...document.querySelectorAll<HTMLDetailsElement>('details[open]')] : [];
  return () => {
    for (const details of unfolded) details.open = true;
  };
}
