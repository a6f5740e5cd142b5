import { PlatformClock } from '../../lib/emulator/clock';

describe('a stopped clock', () => {
  test('moves only by advance', async () => {
    const clock = new PlatformClock('stopped');
    const before = +clock.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(+clock.now()).toBe(before);
    await clock.advance(1500);
    expect(+clock.now()).toBe(before + 1500);
  });

  test('rings what becomes due, in the order of time, at its time, and waits for it', async () => {
    const clock = new PlatformClock('stopped');
    const start = +clock.now();
    const rung: [string, number][] = [];
    const ring = (name: string) => async (): Promise<void> => {
      await Promise.resolve();
      rung.push([name, +clock.now() - start]);
    };
    clock.after(300, ring('late'));
    clock.after(100, async () => {
      await ring('early')();
      clock.after(100, ring('set by early'));
    });
    clock.after(301, ring('too late'));
    await clock.advance(300);
    expect(rung).toEqual([
      ['early', 100],
      ['set by early', 200],
      ['late', 300],
    ]);
  });

  test('rings nothing after clear', async () => {
    const clock = new PlatformClock('stopped');
    let rung = 0;
    clock.after(1, () => void (rung += 1));
    clock.clear();
    await clock.advance(10);
    expect(rung).toBe(0);
  });
});

describe('a running clock', () => {
  test('rings by itself', async () => {
    const clock = new PlatformClock();
    await new Promise<void>((resolve) => clock.after(1, resolve));
  });

  test('rings once when it was advanced', async () => {
    const clock = new PlatformClock();
    let rung = 0;
    clock.after(60_000, () => void (rung += 1));
    await clock.advance(60_000);
    await clock.advance(60_000);
    expect(rung).toBe(1);
  });
});
