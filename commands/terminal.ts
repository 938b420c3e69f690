import { styleText } from 'node:util';
import stringWidth from 'string-width';

type Style = Parameters<typeof styleText>[0];

/** Colours a text for a terminal that wants colours (https://no-color.org). */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** A line on stderr: troubles and progress, never results. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export type Column = { title: string; style?: (cell: string) => Style | null };

/** Rows in columns; Chinese letters are two columns wide. */
export function table(columns: Column[], rows: string[][]): string {
  const widths = columns.map((column, i) =>
    Math.max(stringWidth(column.title), ...rows.map(row => stringWidth(row[i] ?? ''))),
  );
  const line = (cells: string[], look: (cell: string, i: number) => string): string =>
    cells
      .map((cell, i) => look(cell, i) + (i === cells.length - 1 ? '' : ' '.repeat(widths[i]! - stringWidth(cell))))
      .join('  ')
      .trimEnd();
  const head = line(
    columns.map(column => column.title),
    cell => paint('bold', cell),
  );
  const body = rows.map(row =>
    line(row, (cell, i) => {
      const style = columns[i]?.style?.(cell);
      return style ? paint(style, cell) : cell;
    }),
  );
  return [head, ...body].join('\n');
}

/** Cuts a text to a width in columns. */
export function fit(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let cut = '';
  for (const letter of text) {
    if (stringWidth(cut + letter) > columns - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}

/** One line that is written over again on a terminal, and now and then written out elsewhere. */
export class Progress {
  #last = '';
  #written = 0;

  show(text: string): void {
    if (text === this.#last) return;
    this.#last = text;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
    else if (Date.now() - this.#written > 3000) {
      process.stderr.write(`${text}\n`);
      this.#written = Date.now();
    }
  }

  done(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  }
}
