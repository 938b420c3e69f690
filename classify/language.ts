import type { Language } from './judgement.ts';

/**
 * The language of the message's own words: Chinese as soon as Han characters outweigh the Latin words, since product
 * names, codes and error texts stand in Latin letters in Chinese mail, while English mail hardly quotes Chinese.
 */
export function languageOf(ownWords: string): { language: Language; confidence: number } {
  const han = count(ownWords, /[\u3400-\u9fff]/g);
  const latin = count(ownWords, /[A-Za-z]{2,}/g);
  if (han + latin === 0) return { language: 'zh', confidence: 0.5 };
  const share = han / (han + 2 * latin);
  const language = share > 0.2 ? 'zh' : 'en';
  return { language, confidence: Math.min(1, 0.5 + Math.abs(share - 0.2) * 2.5) };
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
