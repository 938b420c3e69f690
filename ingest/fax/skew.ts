import type { Ink } from './ink.ts';

/** Beyond this a page counts as lying there on purpose; feeders seldom pull it more than 3 degrees askew. */
const mostDegrees = 5;

/**
 * Degrees by which the lines of a page rise to the right (positive) or fall. Found as the shear for which the row sums of the ink
 * vary most: text lines, rules and the gaps between them then fall into rows of their own.
 *
 * @param aspect height of a pixel over its width, 2.08 for a standard page
 */
export function skewOf(ink: Ink, aspect: number): number {
  const points = sample(ink, aspect);
  if (points.x.length < 200) return 0;
  let best = { degrees: 0, sharpness: sharpness(points, 0) * 1.001 };
  for (const step of [0.5, 0.1, 0.03]) {
    const around = best.degrees;
    const reach = step === 0.5 ? mostDegrees : step * 5;
    for (let d = around - reach; d <= around + reach + 1e-9; d += step) {
      const found = sharpness(points, d);
      if (found > best.sharpness) best = { degrees: d, sharpness: found };
    }
  }
  return Math.abs(best.degrees) > mostDegrees ? 0 : best.degrees;
}

type Points = { x: Float32Array; y: Float32Array; height: number };

/** Lower edges of the ink (a dot above paper): the feet of the letters say more than their middles, and seals and bars say little. */
function sample({ dots, width, height }: Ink, aspect: number): Points {
  const x: number[] = [];
  const y: number[] = [];
  const scale = Math.max(1, (height * aspect) / 2400);
  for (let row = 0; row < height - 1; row++)
    for (let at = row % 3; at < width; at += 3)
      if (dots[row * width + at] && !dots[(row + 1) * width + at]) {
        x.push((at - width / 2) / scale);
        y.push((row * aspect) / scale);
      }
  return { x: Float32Array.from(x), y: Float32Array.from(y), height: Math.ceil((height * aspect) / scale) };
}

function sharpness({ x, y, height }: Points, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const margin = 200;
  const rows = new Float32Array((height + 2 * margin) >> 1);
  for (let i = 0; i < x.length; i++) {
    const row = (y[i]! + x[i]! * slope + margin) >> 1;
    if (row >= 0 && row < rows.length) rows[row]!++;
  }
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += rows[i]! * rows[i]!;
  return sum;
}
