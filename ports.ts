import { codeOf } from './errors.ts';

/** A port taken by another program is passed over by at most this many. */
const others = 20;

/**
 * Opens something on a port, or on one of the next where that is taken and nobody chose it.
 *
 * @param movable nobody chose the port
 * @throws what `refused` makes of the error of the last port that was tried
 */
export async function openOnPort<T>(
  first: number,
  movable: boolean,
  open: (port: number) => Promise<T>,
  refused: (port: number, error: unknown) => Error,
): Promise<T> {
  for (let port = first; ; port++) {
    try {
      return await open(port);
    } catch (error) {
      if (codeOf(error) === 'EADDRINUSE' && movable && port < first + others) continue;
      throw refused(port, error);
    }
  }
}
