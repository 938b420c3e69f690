/**
 * Brings a text into the form that the cues are written for, without moving a single character, so that every place
 * found in the folded text is the same place in the original: half-width forms, simplified characters, lower-case
 * Latin letters, and the usual confusions of recognised print undone (产重 → 严重, 末能 → 未能, 己经 → 已经, bi11 → bill).
 */
export function fold(text: string): string {
  let folded = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    folded += text.charCodeAt(i) < 0x80 ? unit.toLowerCase() : (singles.get(unit) ?? halfWidth(unit));
  }
  for (const [pattern, character] of confusions) folded = folded.replace(pattern, character);
  return folded;
}

/** Full-width ASCII (U+FF01 to U+FF5E) lies 0xFEE0 above its half-width form. */
function halfWidth(unit: string): string {
  const code = unit.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0).toLowerCase() : unit;
}

/** Traditional characters of the trade, and variants, one for one. */
const pairs =
  '醫医院院開开單单據据數数無无沒没問问題题錯错誤误壞坏斷断連连線线網网絡络務务證证書书簽签認认級级嚴严緊紧請请謝谢' +
  '號号碼码賬账戶户錄录門门診诊費费員员個个這这們们麼么來来時时間间過过還还對对總总顯显標标發发現现點点機机電电腦脑' +
  '處处專专業业報报統统計计財财繳缴銷销庫库檔档歸归備备份份傳传輸输複复復复製制權权許许遲迟後后應应該该啟启動动關关' +
  '閉闭刪删見见條条張张種种類类觸触屬属隊队亂乱頁页圖图聯联絡络裡里裏里麵面樣样幾几萬万億亿補补換换領领購购記记' +
  '資资訊讯從从為为與与則则會会當当將将讓让給给緣缘議议論论試试驗验職职態态雙双兩两區区樓楼廳厅師师軟软體体頭头' +
  '囗口曰日糸系説说說说嗎吗離离據据儲储滿满慢慢邊边側侧遠远運运維维護护廠厂層层較较確确認认導导產产療疗癱瘫瘓痪' +
  '︰:﹕:﹐,﹑、﹔;﹖?﹗!﹙(﹚)' +
  '\u3000\u0020\u00a0\u0020';
const singles: ReadonlyMap<string, string> = new Map(
  Array.from({ length: Math.floor(pairs.length / 2) }, (_, i) => [pairs[2 * i]!, pairs[2 * i + 1]!]),
);

/** What recognisers of print confuse, and what writers do (登陆): each pattern matches exactly one character. */
const confusions: readonly (readonly [RegExp, string])[] = [
  [/产(?=重(?![量点男妇]))/g, '严'],
  [/(?<![月周期年季岁始之])末(?=[能有见收办开付启通取用上下到登经知领核按得及恢解生显出处审完达])/g, '未'],
  [/(?<!自)己(?=[经有被于停通恢无登开改换打锁过失用到向将导严影解全使奉制指派寄发收领缴冻办从从报积用叫])/g, '已'],
  [/(?<=[联报障系修办人])入(?=[::员])/g, '人'],
  [/(?<=法)入(?=身)/g, '人'],
  [/陆(?=[录不成失时后页密上进器界系唔不,。!?]|$)(?<=登陆)/gm, '录'],
  [/(?<=登)陆/g, '录'],
  [/(?<=[a-z])1(?=[a-z]|1[a-z])|(?<=[a-z]1)1(?=[a-z])|(?<![\w.-])1(?=[a-z]{3})|(?<=bi)1|(?<=bi[1l])1/g, 'l'],
  [/(?<=[a-z])0(?=[a-z])/g, 'o'],
];
