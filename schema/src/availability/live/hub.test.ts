import { describe, expect, it } from 'vitest';
import { LiveHub } from './hub.ts';
import { Applier, FakeClock, FakeFeed, itemsOf } from './testing.ts';
import type { Computed, LiveEvent, LiveWindow } from './types.ts';

/** Lets everything that waits on nothing but promises run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const clock = new FakeClock();
  const feed = new FakeFeed();
  const errors: unknown[] = [];
  const events: LiveEvent[] = [];
  const options = { feed, clock, onError: (error: unknown) => errors.push(error) };
  const hub = new LiveHub(options);
  const source = new Map([['nine', 'free']]);
  const world = { position: 1, nextChangeAt: null as number | null, computations: 0, made: 0, broken: false };
  const makeWindow = (): LiveWindow => {
    world.made += 1;
    return {
      compute: async (): Promise<Computed> => {
        world.computations += 1;
        if (world.broken) throw new Error('database gone');
        return { position: BigInt(world.position), state: itemsOf(source), nextChangeAt: world.nextChangeAt };
      },
      touches: (change) => change.entityId !== 'elsewhere',
      render(event) {
        events.push(event);
        return JSON.stringify(event);
      },
    };
  };
  const change = (key: string, value: string | null) => {
    world.position += 1;
    if (value === null) source.delete(key);
    else source.set(key, value);
    feed.say(key);
  };
  const watch = (since?: string) => {
    const listener = new Applier();
    return Object.assign(hub.watch('w', makeWindow, listener, since), { listener });
  };
  return { clock, feed, hub, source, world, errors, events, makeWindow, change, watch, options };
}

describe('LiveHub', () => {
  it('computes and serialises once for all who watch the same', async () => {
    const { watch, change, world } = setUp();
    const watchers = Array.from({ length: 100 }, () => watch());
    await settle();
    change('ten', 'free');
    await settle();
    expect(world).toMatchObject({ made: 1, computations: 2 });
    for (const { listener } of watchers) {
      expect(listener.events.map(({ kind }) => kind)).toEqual(['snapshot', 'change']);
      expect(listener.payloads).toEqual(watchers[0]?.listener.payloads);
    }
  });

  it('says what opened and closed, and nothing when nothing did', async () => {
    const { watch, change, feed, world } = setUp();
    const { listener } = watch();
    await settle();
    change('ten', 'free');
    await settle();
    change('nine', null);
    await settle();
    feed.say('unchanged');
    feed.say('elsewhere');
    await settle();
    expect(world.computations).toBe(4);
    expect(listener.events.slice(1)).toMatchObject([
      { kind: 'change', opened: ['["ten","free"]'], closed: [] },
      { kind: 'change', opened: [], closed: ['nine'] },
    ]);
  });

  it('gathers what comes while computing into one more computation', async () => {
    const { watch, change, world } = setUp();
    const { listener } = watch();
    for (let n = 0; n < 50; n++) change(`key ${n}`, 'free');
    await settle();
    expect(world.computations).toBe(2);
    expect(listener.view.size).toBe(51);
  });

  it('recomputes when time alone changes the window, also when that is farther off than a timer reaches', async () => {
    const { watch, clock, source, world } = setUp();
    const far = 40 * 24 * 3_600_000;
    world.nextChangeAt = clock.now() + far;
    const { listener } = watch();
    await settle();
    world.nextChangeAt = null;
    source.delete('nine');
    clock.advance(far - 1);
    await settle();
    expect(world.computations).toBe(1);
    clock.advance(1);
    await settle();
    expect(listener.view.size).toBe(0);
    expect(clock.timers).toBe(0);
  });

  it('does not spin when the next change lies in the past by our clock', async () => {
    const { watch, clock, world } = setUp();
    world.nextChangeAt = clock.now() - 1_000;
    watch();
    await settle();
    for (let n = 0; n < 10; n++) {
      clock.advance(10);
      await settle();
    }
    expect(world.computations).toBeLessThanOrEqual(3);
  });

  it('gives one who comes back what was missed, one without a known cursor a snapshot', async () => {
    const { watch, change } = setUp();
    const stays = watch();
    const leaves = watch();
    await settle();
    leaves.stop();
    for (const key of ['ten', 'eleven', 'twelve']) {
      change(key, 'free');
      await settle();
    }
    change('eleven', null);
    await settle();
    const back = watch(leaves.listener.cursor);
    const same = watch(stays.listener.cursor);
    const stranger = watch('x.999.nonsense');
    await settle();
    expect(leaves.listener.events).toHaveLength(1);
    expect(back.listener.events).toMatchObject([
      { kind: 'change', opened: ['["ten","free"]', '["twelve","free"]'], closed: ['eleven'] },
    ]);
    expect(same.listener.events).toMatchObject([{ kind: 'change', opened: [], closed: [] }]);
    expect(stranger.listener.events).toMatchObject([{ kind: 'snapshot' }]);
  });

  it('knows the view of a cursor from another process when it is still the same', async () => {
    const { watch, options, makeWindow, source } = setUp();
    const { listener } = watch();
    await settle();
    const other = new LiveHub(options);
    const same = new Applier();
    other.watch('w', makeWindow, same, listener.cursor);
    await settle();
    expect(same.events).toMatchObject([{ kind: 'change', opened: [], closed: [] }]);
    expect(same.cursor).not.toBe(listener.cursor);
    source.set('nine', 'one seat less');
    const third = new LiveHub(options);
    const changed = new Applier();
    third.watch('w', makeWindow, changed, listener.cursor);
    await settle();
    expect(changed.events).toMatchObject([{ kind: 'snapshot' }]);
  });

  it('forgets deltas beyond the length of its log', async () => {
    const { watch, change } = setUp();
    const early = watch();
    await settle();
    watch();
    for (let n = 0; n < 65; n++) {
      change('ten', String(n));
      await settle();
    }
    expect(early.listener.events).toHaveLength(66);
    const back = watch(early.listener.events[0]?.cursor);
    await settle();
    expect(back.listener.events).toMatchObject([{ kind: 'snapshot' }]);
  });

  it('tells a snapshot next, and no change before it, to one who asks for a fresh start', async () => {
    const { watch, change } = setUp();
    const slow = watch();
    const quick = watch();
    await settle();
    change('ten', 'free');
    slow.resync();
    await settle();
    expect(slow.listener.events.map(({ kind }) => kind)).toEqual(['snapshot', 'snapshot']);
    expect(quick.listener.events.map(({ kind }) => kind)).toEqual(['snapshot', 'change']);
    expect(slow.listener.view).toEqual(quick.listener.view);
  });

  it('gives everybody a snapshot when the feed began anew', async () => {
    const { watch, hub, source } = setUp();
    const { listener } = watch();
    await settle();
    source.set('ten', 'free');
    hub.reset();
    await settle();
    expect(listener.events.at(-1)).toMatchObject({
      kind: 'snapshot',
      items: [{}, {}].map(() => expect.any(String)),
    });
    expect(listener.view).toEqual(source);
  });

  it('keeps a window for five seconds after its last listener, counted from the last leaving', async () => {
    const { watch, hub, clock, world } = setUp();
    watch().stop();
    clock.advance(4_999);
    const again = watch();
    clock.advance(10_000);
    expect(world.made).toBe(1);
    again.stop();
    again.stop();
    clock.advance(4_999);
    expect(hub.stats()).toEqual({ windows: 1, listeners: 0 });
    clock.advance(1);
    expect(hub.stats()).toEqual({ windows: 0, listeners: 0 });
    await settle();
    watch();
    expect(world.made).toBe(2);
  });

  it('tells at once when a window can not be read at all, and starts anew for the next', async () => {
    const { watch, world, hub } = setUp();
    world.broken = true;
    const { listener } = watch();
    await settle();
    expect(listener).toMatchObject({ events: [], failure: new Error('database gone') });
    expect(hub.stats().windows).toBe(0);
    world.broken = false;
    const next = watch();
    await settle();
    expect(next.listener.view.size).toBe(1);
  });

  it('tries again with the last view standing, and tells when it is no use', async () => {
    const { watch, change, world, clock, errors } = setUp();
    const { listener } = watch();
    await settle();
    world.broken = true;
    change('ten', 'free');
    await settle();
    clock.advance(1_000);
    await settle();
    expect(errors).toHaveLength(2);
    world.broken = false;
    clock.advance(2_000);
    await settle();
    expect(listener.view.has('ten')).toBe(true);
    world.broken = true;
    change('ten', null);
    for (let n = 0; n < 5; n++) {
      await settle();
      expect(listener.failure).toBe(null);
      clock.advance(1_000 * 2 ** n);
    }
    await settle();
    expect(listener.failure).toEqual(new Error('database gone'));
  });

  it('goes on for the others when one listener throws', async () => {
    const { hub, makeWindow, watch, change, errors } = setUp();
    const failures: unknown[] = [];
    const event = () => {
      throw new Error('socket gone');
    };
    hub.watch('w', makeWindow, { event, failed: (error) => failures.push(error) });
    const { listener } = watch();
    await settle();
    change('ten', 'free');
    await settle();
    expect(listener.view.size).toBe(2);
    expect([errors, failures]).toEqual([[new Error('socket gone')], [new Error('socket gone')]]);
  });

  it('renders every shared frame once, before it is told', async () => {
    const { watch, change, events } = setUp();
    const first = watch();
    watch();
    await settle();
    change('ten', 'free');
    await settle();
    expect(events).toEqual(first.listener.events);
  });
});
