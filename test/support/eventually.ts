/** Waits until the condition holds, and fails when it does not in that time. */
export async function eventually(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`still not so after ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until what is read equals what is wanted, and fails with the difference when it does not in that time. */
export async function eventuallyEqual<T>(read: () => Promise<T>, wanted: T, timeoutMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const isOver = Date.now() > giveUpAt;
    try {
      const last = await read();
      if (JSON.stringify(last) === JSON.stringify(wanted)) return;
      if (isOver) return expect(last).toEqual(wanted);
    } catch (error) {
      // What is read may not be there yet, either: a table on a replica.
      if (isOver) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
