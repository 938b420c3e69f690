import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Structured logs on stderr, one JSON object a line: ids and events, never a body, a password, an address or a number.
 * On a terminal, and where pino-pretty is installed, `npm run jishi start | pino-pretty` makes them pleasant to read.
 */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}

export const silentLog: Log = pino({ level: 'silent' });
