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
    // Loaded here: a native addon that fails, fails when its module is loaded.
    const { openPpocr } = await import('./ppocr.ts');
    return await openPpocr();
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ERR_DLOPEN_FAILED' || error.code === 'MODULE_NOT_FOUND')
      )
    )
      throw error;
    process.stderr.write(`jishi: PP-OCR cannot be loaded here, Tesseract reads alone: ${error.message}\n`);
    return null;
  }
}
