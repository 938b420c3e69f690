import type { OcrEngine } from './engine.ts';
import { fuse } from './fuse.ts';
import { openPpocr } from './ppocr.ts';
import { openTesseract } from './tesseract.ts';

export type EngineName = 'ppocr' | 'tesseract' | 'both';

/** Opens a recogniser by name; `both` is PP-OCR with Tesseract for the lines that it doubts. */
export async function openEngine(name: EngineName): Promise<OcrEngine> {
  if (name === 'tesseract') return openTesseract();
  const ppocr = await openPpocr();
  return name === 'both' ? fuse(ppocr, openTesseract) : ppocr;
}
