const works = new Set<() => void>();

/**
 * Does this when the process ends before its time, also by Ctrl-C: no server may be left running.
 *
 * @returns takes it back, when it is done
 */
export function lastly(work: () => void): () => void {
  if (works.size === 0) listen();
  works.add(work);
  return () => works.delete(work);
}

let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', () => {
    for (const work of [...works].reverse()) {
      try {
        work();
      } catch (error) {
        console.error(error);
      }
    }
  });
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
