import type { Attachment } from 'svelte/attachments';
import type { Moving } from '#lib/calendar/moving.svelte.ts';
import type { Track } from '#lib/calendar/tracks.ts';
import { QUARTER } from '#lib/calendar/walk.ts';

/** A pointer that moves less than this, in pixels, has clicked. */
const CLICK_WITHIN = 6;
/** Near an edge the grid scrolls along, so many pixels a frame. */
const EDGE = 40;
const SCROLL_BY = 12;

export interface Carried {
  tracks: () => readonly Track[];
  hours: () => { open: number; close: number };
  layout: () => 'columns' | 'lanes';
  moving: () => Moving;
  /** A click on an empty place. */
  onspot: (track: number, minute: number) => void;
  ondrop: (track: number, minute: number) => void;
}

/** The grid under a mouse or pen: clicks on empty places, and talks picked up and carried. Fingers scroll. */
export function carry(ports: Carried): Attachment<HTMLElement> {
  return (root) => {
    let down: { x: number; y: number; id: string; grabbed: number; at: number } | null = null;
    let carried = false;
    let scrolling = 0;

    const under = (event: { clientX: number; clientY: number }) => {
      const element = document.elementFromPoint(event.clientX, event.clientY);
      const body = element?.closest<HTMLElement>('[data-track]');
      if (!body || !root.contains(body)) return null;
      const { open, close } = ports.hours();
      const box = body.getBoundingClientRect();
      const part =
        ports.layout() === 'lanes'
          ? (event.clientX - box.left) / box.width
          : (event.clientY - box.top) / box.height;
      return { track: Number(body.dataset['track']), minute: open + part * (close - open) };
    };

    const onpointerdown = (event: PointerEvent) => {
      const id = (event.target as Element).closest<HTMLElement>('[data-entry]')?.dataset['entry'];
      const place = under(event);
      if (!id || !place || event.button !== 0 || event.pointerType === 'touch') return;
      const placed = ports.tracks()[place.track]?.placed.find(({ entry }) => entry.id === id);
      if (!placed) return;
      down = {
        x: event.clientX,
        y: event.clientY,
        id,
        grabbed: place.minute - placed.from,
        at: place.track,
      };
      carried = false;
      addEventListener('pointermove', onpointermove);
      addEventListener('pointerup', onpointerup);
      addEventListener('keydown', onkeydown, true);
    };

    const onpointermove = (event: PointerEvent) => {
      if (!down) return;
      if (!carried) {
        if (Math.hypot(event.clientX - down.x, event.clientY - down.y) < CLICK_WITHIN) return;
        const entry = ports.tracks()[down.at]?.placed.find((one) => one.entry.id === down?.id)?.entry;
        if (!entry) return stop();
        carried = true;
        void ports.moving().start(entry);
      }
      event.preventDefault();
      scrollAlong(event);
      const place = under(event);
      const track = place && ports.tracks()[place.track];
      if (!place || !track) return;
      const minute = Math.round((place.minute - down.grabbed) / 5) * 5;
      ports.moving().over(place.track, track, minute, true);
    };

    const onpointerup = () => {
      const target = ports.moving().target;
      if (carried && target?.allowed) ports.ondrop(target.track, target.minute);
      else if (carried) ports.moving().cancel();
      stop();
    };

    const onkeydown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !carried) return;
      event.stopPropagation();
      ports.moving().cancel();
      stop();
    };

    function stop(): void {
      down = null;
      cancelAnimationFrame(scrolling);
      removeEventListener('pointermove', onpointermove);
      removeEventListener('pointerup', onpointerup);
      removeEventListener('keydown', onkeydown, true);
    }

    function scrollAlong(event: PointerEvent): void {
      cancelAnimationFrame(scrolling);
      const box = root.getBoundingClientRect();
      const towards = (at: number, from: number, to: number) =>
        at < from + EDGE ? -1 : at > to - EDGE ? 1 : 0;
      const [x, y] = [
        towards(event.clientX, box.left, box.right),
        towards(event.clientY, box.top, box.bottom),
      ];
      if (x === 0 && y === 0) return;
      const on = () => {
        root.scrollBy(x * SCROLL_BY, y * SCROLL_BY);
        scrolling = requestAnimationFrame(on);
      };
      scrolling = requestAnimationFrame(on);
    }

    const onclick = (event: MouseEvent) => {
      const target = event.target as Element;
      // The click that ends a drag opens nothing.
      if (carried) {
        carried = false;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (target.closest('.entry, .spot, .head')) return;
      const place = under(event);
      if (place) ports.onspot(place.track, Math.floor(place.minute / QUARTER) * QUARTER);
    };

    root.addEventListener('pointerdown', onpointerdown);
    root.addEventListener('click', onclick, true);
    return () => {
      stop();
      root.removeEventListener('pointerdown', onpointerdown);
      root.removeEventListener('click', onclick, true);
    };
  };
}
