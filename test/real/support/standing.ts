import type { Test } from 'uvu';

/** What stands while a suite's tests run, in the order in which it was put up. */
export type Stand = {
  /** Notes how something is taken down again; the last one comes first. */
  down(take: () => Promise<unknown> | unknown): void;
};

/**
 * Puts something up before a suite's tests and takes it down after them, also when they fail. uvu counts no failure when
 * a `before` hook throws; here every test that asks for what should stand fails with the hook's error.
 */
export function standing<T, C>(test: Test<C>, put: (stand: Stand) => Promise<T>): () => T {
  const downs: (() => Promise<unknown> | unknown)[] = [];
  let stands: { value: T } | { error: unknown } = { error: new Error('nothing was put up') };
  test.before(async () => {
    try {
      stands = { value: await put({ down: take => downs.push(take) }) };
    } catch (error) {
      stands = { error };
    }
  });
  test.after(async () => {
    for (const take of downs.splice(0).reverse()) {
      try {
        await take();
      } catch (error) {
        console.error(error);
      }
    }
  });
  return () => {
    if ('error' in stands) throw stands.error;
    return stands.value;
  };
}
