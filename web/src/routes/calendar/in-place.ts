import { tick } from 'svelte';
import type { SubmitFunction } from '$app/forms';
import { goto } from '$app/navigation';

/** Sends a panel's form without leaving the calendar: what it leads to opens beside it, and after a no all is read anew. */
export const inPlace = sendInPlace({ anew: true });
/** The same for a search: one that finds nobody has changed nothing, and one may type on at once. */
export const searchInPlace = sendInPlace({ anew: false });

function sendInPlace({ anew }: { anew: boolean }): SubmitFunction {
  return () =>
    async ({ result, update }) => {
      if (result.type !== 'redirect') return update({ reset: false, refreshAll: anew });
      await goto(result.location, { reset: false, refreshAll: true });
      await toPanel();
    };
}

/** Puts the reader at the heading of what is open; when nothing is, back where she was in the grid. */
export async function toPanel(): Promise<void> {
  await tick();
  const heading = document.getElementById('panel-title');
  (heading ?? document.querySelector<HTMLElement>('[data-current]'))?.focus();
}
