import { createRequire } from 'node:module';
import { messageOf } from '../../../errors.ts';
import type { OcrEngine } from './engine.ts';
import { fuse } from './fuse.ts';
import { openTesseract } from './tesseract.ts';

export type EngineName = 'ppocr' | 'tesseract' | 'both';

/**
 * Opens a recogniser by name; `both` is PP-OCR with Tesseract for the lines that it doubts. Where PP-OCR's native runtime
 * does not load (a processor or C library that it is not built for), Tesseract, which is WebAssembly, reads alone.
 */
export async function openEngine(name: EngineName): Promise<OcrEngine> {
  if (name === 'tesseract') return openTesseract();
  const ppocr = await openNative();
  if (ppocr === null) return openTesseract();
  return name === 'both' ? fuse(ppocr, openTesseract) : ppocr;
}

async function openNative(): Promise<OcrEngine | null> {
  try {
    // Tried by itself first: a module that fails in the midst of an import graph cannot be caught.
    createRequire(import.meta.url)('onnxruntime-node');
  } catch (error) {
    process.stderr.write(`jishi: PP-OCR cannot be loaded here, Tesseract reads alone: ${messageOf(error)}\n`);
    return null;
  }
  const { openPpocr } = await import('./ppocr.ts');
  return openPpocr();
}
