import type { MarkedLine } from './ocr/engine.ts';

/**
 * Lines as a person reads them: rows from the top, each from the left. Two lines share a row if the middle of one lies within
 * the other, so that a page slightly askew keeps its rows.
 */
export function readingOrder<L extends Pick<MarkedLine, 'box'>>(lines: L[]): L[] {
  const rows: { top: number; bottom: number; lines: L[] }[] = [];
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const [, y, , h] = line.box;
    const row = rows.at(-1);
    if (row && middle(line) < row.bottom && y + h > row.top && sharesRow(row.lines, line)) {
      row.lines.push(line);
      const heights = row.lines.map(l => l.box[3]);
      const centre = row.lines.reduce((sum, l) => sum + middle(l), 0) / row.lines.length;
      const reach = Math.min(...heights) * 0.35;
      row.top = centre - reach;
      row.bottom = centre + reach;
    } else {
      rows.push({ top: middle(line) - h * 0.35, bottom: middle(line) + h * 0.35, lines: [line] });
    }
  }
  return rows.flatMap(row => row.lines.sort((a, b) => a.box[0] - b.box[0]));
}

const middle = ({ box: [, y, , h] }: Pick<MarkedLine, 'box'>) => y + h / 2;

/** Lines of one row stand beside each other, never over each other. */
function sharesRow(row: Pick<MarkedLine, 'box'>[], { box: [x, , w] }: Pick<MarkedLine, 'box'>): boolean {
  return row.every(({ box: [ox, , ow] }) => Math.min(x + w, ox + ow) - Math.max(x, ox) < 0.3 * Math.min(w, ow));
}
