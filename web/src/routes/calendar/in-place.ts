import { tick } from 'svelte';
import type { SubmitFunction } from '$app/forms';
import { goto } from '$app/navigation';

/** Sends a panel's form without leaving the calendar: what it leads to opens beside it. */
export const inPlace: SubmitFunction =
  () =>
  async ({ result, update }) => {
    if (result.type !== 'redirect') return update({ reset: false, refreshAll: true });
    await goto(result.location, { reset: false, refreshAll: true });
    await toPanel();
  };

/** Puts the reader at the heading of what is open; when nothing is, back where she was in the grid. */
export async function toPanel(): Promise<void> {
  await tick();
  const heading = document.getElementById('panel-title');
  (heading ?? document.querySelector<HTMLElement>('[data-current]'))?.focus();
}
