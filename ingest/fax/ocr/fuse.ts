import type { MarkedLine, OcrEngine } from './engine.ts';
import type { LineReader } from './tesseract.ts';

/** Lines that the first reader is less sure of are given to the second. */
const doubtful = 0.9;

/**
 * Two readers behind one seam: the first reads the page, the second reads again what the first doubts, and wins where it is surer and
 * saw much the same letters; a reading of its own devices (a seal, a smear) is not believed. `second` is opened on first need.
 */
export function fuse(first: OcrEngine, second: () => Promise<OcrEngine & LineReader>): OcrEngine {
  let opened: Promise<OcrEngine & LineReader> | null = null;
  return {
    name: `${first.name}+tesseract`,
    upright: page => first.upright(page),
    async read(page) {
      const lines: MarkedLine[] = [];
      for (const line of await first.read(page)) {
        if (line.confidence >= doubtful) {
          lines.push(line);
          continue;
        }
        opened ??= second();
        const other = await (await opened).readLine(page, line.box);
        lines.push(
          other && other.confidence > line.confidence && likeness(line.text, other.text) >= 0.5 ? other : line,
        );
      }
      return lines;
    },
    async close() {
      await first.close();
      if (opened) await (await opened).close();
    },
  };
}

/** Share of the characters that two readings have in common, 0 to 1. */
function likeness(a: string, b: string): number {
  const left = [...a.replace(/\s/g, '')];
  const right = [...b.replace(/\s/g, '')];
  const most = Math.max(left.length, right.length);
  let common = 0;
  for (const letter of left) {
    const at = right.indexOf(letter);
    if (at < 0) continue;
    right.splice(at, 1);
    common++;
  }
  return most === 0 ? 0 : common / most;
}
