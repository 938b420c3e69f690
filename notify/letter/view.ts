import type { Language } from '../../classify/judgement.ts';
import type { Team } from '../render.ts';

/** What a letter says; how it looks is `draw.ts`'s affair. */
export type LetterView = {
  language: Language;
  title: string;
  /** Without `#`. */
  ticketNumber: string;
  to: { name: string; organization?: string | null; fax?: string | null };
  date: Date;
  team: Team;
  /** The salutation first; a paragraph may hold line breaks. */
  paragraphs: string[];
  /** The one sentence that must not be missed: framed, below the paragraphs. */
  promise?: string;
  table?: [label: string, value: string][];
  /** Paragraphs below the table, before the signature. */
  closing?: string[];
  /** Small print below the signature. */
  note?: string;
  /** The sender's own words, quoted at the end, and the line above them. */
  quoted?: string;
  quotedLabel?: string;
};
