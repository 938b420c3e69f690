import { TextDecoder } from 'node:util';

/**
 * How much a text looks like something that people write, judged by its characters beyond ASCII: near 1 for language, near
 * 0 for characters nobody uses, negative for broken ones. Wrong readings of Chinese give rare characters, hence the lists.
 *
 * @param charset the character set it was read in: kana count for Japanese ones only, Hangul for Korean ones
 */
export function plausibility(text: string, charset: string): number {
  const known = languageOf[charset] ?? 'any';
  let sum = 0;
  let count = 0;
  let before = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x80) {
      count++;
      sum += worth(character, code, known, charset, before);
    } else if (code < 0x20 && code !== 9 && code !== 10 && code !== 13) {
      count++;
      sum -= 1;
    }
    before = code;
  }
  return count === 0 ? 0 : sum / count;
}

type Known = 'chinese' | 'japanese' | 'korean' | 'western' | 'cyrillic' | 'any';

const languageOf: Record<string, Known> = {
  gb18030: 'chinese',
  hz: 'chinese',
  big5: 'chinese',
  shift_jis: 'japanese',
  'euc-jp': 'japanese',
  'iso-2022-jp': 'japanese',
  'euc-kr': 'korean',
  'iso-2022-kr': 'korean',
  'windows-1251': 'cyrillic',
  'koi8-r': 'cyrillic',
  'windows-1252': 'western',
  'windows-1250': 'western',
};

function worth(character: string, code: number, known: Known, charset: string, before: number): number {
  if (code === 0xfffd) return -4;
  if (code < 0xa0) return -2; // C1 controls
  if (code < 0x250) return latin(character, known, before);
  if (code >= 0x400 && code < 0x460) return known === 'any' || known === 'cyrillic' ? cyrillic(code, before) : 0.1;
  if (code >= 0x3041 && code <= 0x30fe) return known === 'japanese' || known === 'any' ? 0.9 : 0.1;
  if (code >= 0xff61 && code <= 0xff9f) return -0.2; // half-width kana: what Shift_JIS makes of other bytes
  if (code >= 0x4e00 && code <= 0x9fff) return hanzi(character, charset);
  if (code >= 0xac00 && code <= 0xd7a3)
    return known === 'korean' || known === 'any' ? (hangul.has(character) ? 1 : 0.2) : 0;
  if ((code >= 0x3000 && code <= 0x301f) || (code >= 0xff01 && code <= 0xff5e)) return 0.8;
  if (code >= 0x2010 && code <= 0x2122) return 0.6; // quotation marks, dashes, ellipsis, €, ™
  if (code >= 0x2500 && code <= 0x259f) return -1; // boxes: what KOI8-R makes of other bytes
  if (code >= 0xe000 && code <= 0xf8ff) return -2; // private use
  return 0;
}

/** Both Chinese standards put their everyday characters into a first level; the second is for names and classics. */
function hanzi(character: string, charset: string): number {
  if (charset === 'euc-kr' || charset === 'iso-2022-kr') return -0.1;
  if (frequent.has(character)) return 1;
  const level = charset === 'big5' ? firstLevelOfBig5() : firstLevelOfGb();
  return level.has(character) ? (charset === 'shift_jis' || charset === 'euc-jp' ? 0.3 : 0.5) : 0.05;
}

/** GB 2312-80: rows 16 to 55, 3755 characters. */
const firstLevelOfGb = once(() => charactersOf('gb18030', 0xb0, 0xd7, trail => trail >= 0xa1));

/** Big5: 0xA440 to 0xC67E, 5401 characters. */
const firstLevelOfBig5 = once(() => charactersOf('big5', 0xa4, 0xc6, trail => trail <= 0x7e || trail >= 0xa1));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function charactersOf(charset: string, first: number, last: number, isTrail: (trail: number) => boolean): Set<string> {
  const bytes: number[] = [];
  for (let lead = first; lead <= last; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) if (isTrail(trail)) bytes.push(lead, trail);
  return new Set(new TextDecoder(charset).decode(Uint8Array.from(bytes)));
}

/** Accented letters stand alone among plain ones; runs of them are another script read as Latin. */
function latin(character: string, known: Known, before: number): number {
  if (known !== 'western' && known !== 'any') return 0;
  if (!/\p{L}/u.test(character)) return before >= 0x80 || (before | 0x20) >= 0x61 ? -0.3 : 0.3;
  return before >= 0x80 ? -0.2 : 0.7;
}

/** Small letters make up most of a text; capitals after small letters are KOI8-R read as windows-1251, or the reverse. */
function cyrillic(code: number, before: number): number {
  if ((before | 0x20) >= 0x61 && (before | 0x20) <= 0x7a) return -0.5; // right after a Latin letter
  const small = code >= 0x430;
  return small ? 0.9 : before >= 0x430 && before < 0x460 ? -0.5 : 0.4;
}

/** The characters that make up most of any Chinese text, simplified and traditional, with those of this desk's work. */
const frequent = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么' +
    '去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又' +
    '关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海' +
    '通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管' +
    '期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北' +
    '边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运票据医院系统请您好邮附谢收费打印窗登录示错误查询室患退换核销红冲单位' +
    '级县镇乡村州省局厅所部处科员长班组李刘陈杨黄赵周吴徐孙朱胡林郭何高罗郑梁号码密证书签名验失败升归档库存导网址账户联话传真已未' +
    '這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實無與長機關點業將兩間問並應戰頭體見產話內給門兒東聲員論處義幾認條' +
    '氣題爾變總電數報結務場計資許統區隊決馬書聽達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運醫請謝郵費單級縣鄉號碼證簽驗敗檔' +
    '庫網帳戶聯調寄件旨收上午下午日期主覆轉附檔列印錄錯誤查詢',
);

const hangul = new Set(
  '이다는을를에의가은로하고지한기사인어그시도자리나대수해서보아정스일있니습안주세요연부원장전제과구상들여만동유조와성교우비오국라' +
    '중경소신게것으실간관공회문면내생위선방용물산적거되할합감없때였등않말개년월부터까바치분더모진무양음식합답변문의메일첨파',
);
