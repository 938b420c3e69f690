/** A character with anything else that is known of it. */
type Sign = { text: string };

/**
 * Mends what a recogniser of shapes gets wrong and anyone who knows the language and the trade would not: 己 for 已, dashes for 一, 目期 for
 * 日期, 禁据 for 票据, a dot between Chinese characters for a comma, letters between digits. Works on the characters, so that each keeps its place.
 */
export function mend<S extends Sign>(signs: S[]): S[] {
  const mended: S[] = [];
  for (let i = 0; i < signs.length; i++) {
    const sign = signs[i]!;
    const before = mended.at(-1)?.text ?? '';
    const after = signs[i + 1]?.text ?? '';
    const as = (text: string) => mended.push({ ...sign, text });
    if (sign.text === '己' && !/[自知克律利异舍]/.test(before)) as('已');
    else if (after === '期' && /[目口曰门]/.test(sign.text)) as('日');
    else if (/[目口曰]/.test(sign.text) && endsDate(mended)) as('日');
    else if (after === '据' && /[鼎禁累果煤粟]/.test(sign.text)) as('票');
    else if (after === '幼' && sign.text === '好') as('妇');
    else if (after === '描' && /[扣扪]/.test(sign.text)) as('扫');
    else if (before === '描' && /[障题况求]/.test(mended.at(-2)?.text ?? '') && /\p{Script=Han}/u.test(sign.text))
      as('述');
    else if (before === '盖' && /[单位]/.test(mended.at(-2)?.text ?? '') && /\p{Script=Han}/u.test(sign.text)) as('章');
    else if (/[(（]/.test(sign.text) && after === '@') continue;
    else if (/[)）]/.test(sign.text) && before === '@') continue;
    else if (/^[·・]$/.test(sign.text) && /[,，。、]/.test(before)) continue;
    else if (sign.text === 'T' && after === '程') as('工');
    else if (isDash(sign.text) && !/[\w.)）]/.test(before)) {
      // 一 may be read as two dashes.
      const next = isDash(after) ? (signs[i + 2]?.text ?? '') : after;
      if (/[般直个次张台定样些起下共并方]/.test(next)) {
        as('一');
        if (isDash(after)) i++;
      } else mended.push(sign);
    } else if (/^[.·・•]$/.test(sign.text) && isHan(before) && isHan(after) && signs.length >= 12) as('，');
    else if (/^[OoDQ]$/.test(sign.text) && /\d/.test(before) && /\d/.test(after)) as('0');
    else if (/^[lI|]$/.test(sign.text) && /\d/.test(before) && /\d/.test(after)) as('1');
    else mended.push(sign);
  }
  return closedDate(mended);
}

/** True behind 11月8. */
const endsDate = (signs: Sign[]) =>
  /月\d{1,2}$/.test(
    signs
      .slice(-3)
      .map(({ text }) => text)
      .join(''),
  );

/** A line that ends with 月 and three or four digits ends with a day and 日, which a coarse scan leaves as one or two strokes. */
function closedDate<S extends Sign>(signs: S[]): S[] {
  const month = signs.findLastIndex(({ text }) => text === '月');
  const tail = signs.slice(month + 1);
  if (month < 1 || tail.length < 3 || tail.length > 4 || !/^\d\d1{1,2}$/.test(tail.map(({ text }) => text).join('')))
    return signs;
  return [...signs.slice(0, month + 3), { ...tail[2]!, text: '日' }];
}

const isDash = (text: string) => /^[-—–]$/.test(text);
const isHan = (text: string) => /^\p{Script=Han}$/u.test(text);
