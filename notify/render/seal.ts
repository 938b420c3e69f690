/**
 * Values in a form that no markup can be read from: a number between two private-use characters. Whatever stands in a
 * template's `{{ … }}` is sealed before the template's own words are parsed, and opened in the finished blocks only.
 * So the same branches of a template give the same words whatever the values are, and need to be parsed once.
 */
export class Seals {
  readonly #values: string[] = [];

  readonly seal = (value: unknown): string => `\uE000${this.#values.push(String(value ?? '')) - 1}\uE001`;

  /** Opens every sealed value of a text; what was inside is not looked at again. */
  readonly unseal = (text: string): string =>
    text.replace(/\uE000(\d+)\uE001/g, (_, n: string) => this.#values[Number(n)] ?? '');
}

/** True for one sealed value and nothing else. */
export const isSealed = (text: string): boolean => /^\uE000\d+\uE001$/.test(text);
