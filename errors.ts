/** An error with a code that stays the same when its words improve; the words tell the operator what to do. */
export class CodedError extends Error {
  override name = 'CodedError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Trying again later may help: the job is retried with back-off. */
export class TransientError extends CodedError {
  override name = 'TransientError';
}

/** Trying again cannot help: the message goes to quarantine with these words, and a person sees it. */
export class PermanentError extends CodedError {
  override name = 'PermanentError';
}

/** The operator must change something (a setting, a port, a right) before the program can go on. */
export class SetupError extends CodedError {
  override name = 'SetupError';
}

/**
 * What was thrown in the first place. Drizzle wraps the driver's error in words that hold the query's parameters, which may
 * be a letter's body: those words must not reach a log.
 */
export function unwrap(error: unknown): unknown {
  return error instanceof Error && error.name === 'Error' && error.message.startsWith('Failed query:') && error.cause
    ? error.cause
    : error;
}

/** The words of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  const error = unwrap(thrown);
  return error instanceof Error ? error.message : String(error);
}

/** The code of anything that was thrown: ours, Node's (`ECONNREFUSED`), a driver's, or `unknown`. */
export function codeOf(thrown: unknown): string {
  const error = unwrap(thrown);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'unknown';
}
