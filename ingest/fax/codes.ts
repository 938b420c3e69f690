import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { CleanPage } from './clean.ts';

let prepared: Promise<unknown> | null = null;

/** Contents of the QR codes on a page, in the order found; the code of a 医疗电子票据 holds its number and its check code. */
export async function codesOf({ pixels, width, height }: CleanPage): Promise<string[]> {
  prepared ??= prepare();
  await prepared;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < pixels.length; i++) data.fill(pixels[i]!, 4 * i, 4 * i + 3);
  const found = await readBarcodes(
    { data, width, height, colorSpace: 'srgb' },
    { formats: ['QRCode'], tryHarder: false, tryRotate: false, tryInvert: false, maxNumberOfSymbols: 8 },
  );
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

/** The module would fetch its wasm from the network; the package ships it. */
async function prepare(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
