import type { TextLine } from '../../reading.ts';
import type { CleanPage, Turn } from '../clean.ts';

/** A recognised line; `marks` holds the middle of each of its characters (UTF-16 units of `text`) in pixels across the page. */
export type MarkedLine = TextLine & { marks: number[] };

/** A recogniser: it keeps a model in memory, so it is opened once and closed at the end. */
export type OcrEngine = {
  name: string;
  /** How the page must be turned clockwise to stand upright. */
  upright(page: CleanPage): Promise<Turn>;
  /** The lines of an upright page, in no particular order. */
  read(page: CleanPage): Promise<MarkedLine[]>;
  close(): Promise<void>;
};
