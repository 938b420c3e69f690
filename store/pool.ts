import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import postgres from 'postgres';
import { messageOf, TransientError } from '../errors.ts';
import * as schema from './schema.ts';

/** Drizzle over one of our connections; a step's queries take it as their first argument. */
export type Database = PgRemoteDatabase<typeof schema>;

/**
 * A pool of single-connection `postgres` clients, each lent to one user at a time and thrown away when its socket closes.
 *
 * `postgres` 3.4.9 must not run `begin` itself: when a connection dies inside it, the next query of that transaction is
 * written to a null socket from a timer (uncatchable), or runs inside somebody else's transaction. Here the connection
 * that a transaction uses can have no second user, and a query after its death is refused before the driver sees it:
 * docs/decisions/001-postgres-connections.md.
 */
export class Pool {
  readonly #url: string;
  readonly #max: number;
  readonly #idle: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];
  #open = 0;
  #closed = false;

  constructor(url: string, max: number) {
    this.#url = url;
    this.#max = max;
  }

  /** Queries outside a transaction: each takes a connection for itself. */
  readonly db: Database = drizzle((query, params, method) => this.#lend(line => line.query(query, params, method)), {
    schema,
    casing: 'snake_case',
  });

  /**
   * Runs `work` in one transaction and commits it; rolls back when `work` throws.
   *
   * @throws TransientError `connection-lost` if the connection dies; whether a commit under way then took effect is
   *   unknown, so what is done here must be safe to repeat.
   */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    return this.#lend(async line => {
      await line.query('begin', [], 'execute');
      try {
        const result = await work(line.db);
        await line.query('commit', [], 'execute');
        return result;
      } catch (error) {
        await line.rollback();
        throw error;
      }
    });
  }

  /** Closes the idle connections now, and each of the others when its work in hand is done. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map(line => line.close()));
  }

  async #lend<T>(work: (line: Line) => Promise<T>): Promise<T> {
    const line = await this.#take();
    try {
      return await work(line);
    } finally {
      this.#giveBack(line);
    }
  }

  #take(): Promise<Line> {
    if (this.#closed) throw new TransientError('pool-closed', 'The database connections are closed: jishi is stopping');
    for (let line = this.#idle.pop(); line; line = this.#idle.pop()) {
      if (!line.dead) return Promise.resolve(line);
      this.#open--;
    }
    if (this.#open < this.#max) {
      this.#open++;
      return Promise.resolve(new Line(this.#url));
    }
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  #giveBack(line: Line): void {
    const next = this.#waiting.shift();
    if (next) next(line.dead ? new Line(this.#url) : line);
    else if (line.dead || this.#closed) {
      this.#open--;
      void line.close();
    } else this.#idle.push(line);
  }
}

/** One connection for its whole life: after its socket has closed it refuses everything. */
class Line {
  dead = false;
  readonly #client: postgres.Sql;
  readonly db: Database = drizzle((query, params, method) => this.query(query, params, method), {
    schema,
    casing: 'snake_case',
  });

  constructor(url: string) {
    this.#client = postgres(url, {
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 10,
      onnotice: () => {},
      onclose: () => {
        this.dead = true;
        void this.close();
      },
      connection: { application_name: 'jishi' },
      types: verbatim,
    });
  }

  async query(query: string, params: Parameter[], method: 'all' | 'execute'): Promise<{ rows: unknown[] }> {
    if (this.dead) throw lost('the connection had closed before the query was sent');
    try {
      const pending = this.#client.unsafe(query, params, { prepare: true });
      return { rows: method === 'all' ? await pending.values() : await pending };
    } catch (error) {
      if (isPassing(error))
        throw new TransientError('database-busy', `The database: ${messageOf(error)}`, { cause: error });
      if (!isConnectionError(error)) throw error;
      this.dead = true;
      throw lost(messageOf(error), error);
    }
  }

  async rollback(): Promise<void> {
    if (this.dead) return;
    try {
      await this.query('rollback', [], 'execute');
    } catch {
      // A connection that cannot roll back must not be used again; the server undoes its transaction when it closes.
      this.dead = true;
      await this.close();
    }
  }

  close(): Promise<void> {
    return this.#client.end({ timeout: 5 });
  }
}

type Parameter = postgres.ParameterOrJSON<never>;

/** Dates and JSON go through as text: Drizzle's columns convert them. */
const verbatim = {
  date: { to: 1184, from: [1082, 1083, 1114, 1184], serialize: text, parse: text },
  json: { to: 114, from: [114, 3802], serialize: text, parse: text },
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
};

function text<T>(value: T): T {
  return value;
}

function lost(what: string, cause?: unknown): TransientError {
  return new TransientError('connection-lost', `Lost the database connection: ${what}`, { cause });
}

/** PostgreSQL's classes 53 (no connection, disk or memory left) and 40 (serialization, deadlock): later it may work. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(?:53...|40001|40P01)$/.test(error.code)
  );
}

/** Errors of the connection rather than of a statement: the driver's own, Node's, and PostgreSQL's class 08 and 57P. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^(?:CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOTFOUND|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|08...$|57P0)/.test(
    error.code,
  );
}
