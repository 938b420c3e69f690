/** A page in two colours: row-major, `width * height` bytes, 1 is ink, 0 is paper. */
export type Ink = { dots: Uint8Array; width: number; height: number };

/**
 * Ink of a grey page. A fax has two colours already; a photograph or a grey scan is parted from its own neighbourhood
 * (a tile's paper is its brightest tenth), since light falls unevenly on it.
 */
export function inkOf(pixels: Uint8Array, width: number, height: number): Ink {
  const dots = new Uint8Array(width * height);
  if (isTwoColour(pixels)) {
    for (let i = 0; i < dots.length; i++) if (pixels[i]! < 128) dots[i] = 1;
  } else {
    partFromPaper(pixels, width, height, dots);
  }
  return { dots, width, height };
}

/** True if nearly all pixels are close to black or to white; JPEG rings a little round the edges. */
export function isTwoColour(pixels: Uint8Array): boolean {
  let middling = 0;
  for (let i = 0; i < pixels.length; i += 7) if (pixels[i]! > 64 && pixels[i]! < 192) middling++;
  return middling < (pixels.length / 7) * 0.03;
}

const tile = 64;

function partFromPaper(pixels: Uint8Array, width: number, height: number, dots: Uint8Array): void {
  const across = Math.ceil(width / tile);
  const down = Math.ceil(height / tile);
  const paper = new Float32Array(across * down);
  for (let ty = 0; ty < down; ty++)
    for (let tx = 0; tx < across; tx++) paper[ty * across + tx] = paperOf(pixels, width, height, tx * tile, ty * tile);
  for (let y = 0; y < height; y++) {
    const fy = Math.min(down - 1, Math.max(0, (y - tile / 2) / tile));
    const [y0, wy] = [Math.floor(fy), fy - Math.floor(fy)];
    const y1 = Math.min(down - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const fx = Math.min(across - 1, Math.max(0, (x - tile / 2) / tile));
      const [x0, wx] = [Math.floor(fx), fx - Math.floor(fx)];
      const x1 = Math.min(across - 1, x0 + 1);
      const top = paper[y0 * across + x0]! * (1 - wx) + paper[y0 * across + x1]! * wx;
      const bottom = paper[y1 * across + x0]! * (1 - wx) + paper[y1 * across + x1]! * wx;
      if (pixels[y * width + x]! < 0.7 * (top * (1 - wy) + bottom * wy)) dots[y * width + x] = 1;
    }
  }
}

function paperOf(pixels: Uint8Array, width: number, height: number, left: number, top: number): number {
  const counts = new Uint32Array(256);
  let all = 0;
  // A tile looks a little beyond its edge, so that one full of a seal still sees paper.
  const [x0, x1] = [Math.max(0, left - 32), Math.min(width, left + tile + 32)];
  const [y0, y1] = [Math.max(0, top - 32), Math.min(height, top + tile + 32)];
  for (let y = y0; y < y1; y += 2)
    for (let x = x0; x < x1; x += 2) {
      counts[pixels[y * width + x]!]!++;
      all++;
    }
  let seen = 0;
  for (let v = 255; v > 0; v--) {
    seen += counts[v]!;
    if (seen >= all / 5) return v;
  }
  return 0;
}

/** Connected ink (8 neighbours): its dots and its bounding box, right and bottom exclusive. */
export type Blob = { area: number; left: number; top: number; right: number; bottom: number };

/** A horizontal stretch of ink, `blob` its index in `blobs`. */
type Run = { y: number; left: number; right: number; blob: number };

/** All connected pieces of ink, and the runs that they are made of. */
export function blobsOf({ dots, width, height }: Ink): { blobs: Blob[]; runs: Run[] } {
  const runs: Run[] = [];
  const parent: number[] = [];
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; at !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  let before = 0;
  let beforeEnd = 0;
  for (let y = 0; y < height; y++) {
    const start = runs.length;
    let above = before;
    const row = y * width;
    for (let x = 0; x < width; ) {
      if (!dots[row + x]) {
        x++;
        continue;
      }
      const left = x;
      while (x < width && dots[row + x]) x++;
      const index = runs.length;
      runs.push({ y, left, right: x, blob: index });
      parent.push(index);
      while (above < beforeEnd && runs[above]!.right < left) above++;
      for (let k = above; k < beforeEnd && runs[k]!.left <= x; k++) {
        const [a, b] = [find(k), find(index)];
        if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    before = start;
    beforeEnd = runs.length;
  }
  const blobs: Blob[] = [];
  const named = new Map<number, number>();
  for (const [i, run] of runs.entries()) {
    const root = find(i);
    let name = named.get(root);
    if (name === undefined) {
      name = blobs.length;
      named.set(root, name);
      blobs.push({ area: 0, left: run.left, top: run.y, right: run.right, bottom: run.y + 1 });
    }
    run.blob = name;
    const blob = blobs[name]!;
    blob.area += run.right - run.left;
    blob.left = Math.min(blob.left, run.left);
    blob.right = Math.max(blob.right, run.right);
    blob.bottom = run.y + 1;
  }
  return { blobs, runs };
}

/** Wipes out the pieces that `unwanted` names. */
export function wipe(
  { dots, width }: Ink,
  unwanted: (blob: Blob) => boolean,
  found: { blobs: Blob[]; runs: Run[] },
): void {
  const drop = found.blobs.map(unwanted);
  for (const { y, left, right, blob } of found.runs) if (drop[blob]) dots.fill(0, y * width + left, y * width + right);
}
