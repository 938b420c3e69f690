import { getTableColumns, type InferInsertModel, type SQL, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './pool.ts';

/**
 * Inserts many rows as one JSON parameter. The statement's text is the same whatever their number, so PostgreSQL parses
 * and plans it once per connection, and no statement is composed value by value: at 50 rows of 20 columns that is what
 * a batch otherwise spends most of its time on.
 *
 * @param rows all with the same keys; a column that is left out takes its default
 * @param options `onConflict`: e.g. `do nothing`; `returning`: columns of the inserted rows, by their names in the table
 */
export async function insertMany<T extends PgTable>(
  tx: Database,
  table: T,
  rows: InferInsertModel<T>[],
  options: { onConflict?: SQL; returning?: SQL } = {},
): Promise<Record<string, unknown>[]> {
  const [first] = rows;
  if (!first) return [];
  const keys = Object.keys(first);
  const names = sql.join(keys.map(nameOf), sql`, `);
  const { onConflict, returning } = options;
  return tx.execute<Record<string, unknown>>(sql`
    insert into ${table} (${names}) select ${names} from ${recordset(table, keys, rows)}
    ${onConflict ? sql`on conflict ${onConflict}` : sql``} ${returning ? sql`returning ${returning}` : sql``}`);
}

/**
 * Rows as a relation `r` with the types of a table's columns, for `update … from` and the like.
 *
 * @param keys columns of the table, by their keys in the schema; the rows' properties bear the same names
 */
export function recordset<T extends PgTable>(table: T, keys: string[], rows: Record<string, unknown>[]): SQL {
  const columns = columnsOf(table);
  const typed = keys.map(key => {
    const column = columns[key];
    if (!column) throw new Error(`the table has no column ${key}`);
    return sql`${nameOf(key)} ${sql.raw(column.getSQLType())}`;
  });
  const json = JSON.stringify(
    rows.map(row => Object.fromEntries(keys.map(key => [toSnakeCase(key), row[key] ?? null]))),
  );
  return sql`jsonb_to_recordset(${storableJson(json)}::jsonb) as r(${sql.join(typed, sql`, `)})`;
}

/** `column = any(…)`: the same text for any number of ids, unlike `in (…)`. */
export function among(column: PgColumn, ids: readonly number[]): SQL {
  return sql`${column} = any(${`{${ids.join(',')}}`}::bigint[])`;
}

/** The same for texts. */
export function oneOf(column: PgColumn, texts: readonly string[]): SQL {
  return sql`${column} = any(array(select jsonb_array_elements_text(${storableJson(JSON.stringify(texts))}::jsonb)))`;
}

/** A text as PostgreSQL can hold it: without NUL, and without half a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function storableJson(json: string): string {
  if (!/\\u0000|\\ud[89a-f]/i.test(json)) return json;
  return JSON.stringify(JSON.parse(json, (_, item) => (typeof item === 'string' ? storable(item) : item)));
}

function columnsOf(table: PgTable): Record<string, PgColumn> {
  return getTableColumns(table);
}

function nameOf(key: string): SQL {
  return sql`${sql.identifier(toSnakeCase(key))}`;
}
