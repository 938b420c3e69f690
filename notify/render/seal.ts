/**
 * A value in a form that no markup can be read from: hexadecimal between two private-use characters. Whatever stands in a
 * template's `{{ … }}` is sealed before the template's own words are parsed, and opened in the finished blocks only.
 */
export const seal = (value: unknown): string => `\uE000${Buffer.from(String(value ?? '')).toString('hex')}\uE001`;

/** Opens every sealed value of a text; what was inside is not looked at again. */
export const unseal = (text: string): string =>
  text.replace(/\uE000([0-9a-f]*)\uE001/g, (_, hex: string) => Buffer.from(hex, 'hex').toString());

/** True for one sealed value and nothing else. */
export const isSealed = (text: string): boolean => /^\uE000[0-9a-f]*\uE001$/.test(text);
