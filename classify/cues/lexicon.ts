/** A cue by name and the pattern of its words in folded text. A reason names the cue as `concept/name`. */
export type Cues = Readonly<Record<string, string>>;

/** What cues speak of. */
export const concepts = [
  /** Words that look like trouble and are none: form titles, "no fault", "the cause of the outage". Taken out first. */
  'mask',
  /** Something does not work. */
  'fail',
  /** A whole service or machine has stopped, by the word alone. */
  'stop',
  /** What must work for any work to be done: issuing, sign-in, signing, the servers. */
  'core',
  /** Everybody, everything, everywhere; nothing at all. */
  'all',
  /** One, some, a kind of; the others are well. */
  'part',
  /** The only one there is. */
  'only',
  /** Comes and goes. */
  'intermittent',
  /** Wrong, doubled or mixed-up money, numbers and names. */
  'wrong',
  /** Many, and growing. */
  'mass',
  /** Private data open to others. */
  'privacy',
  /** Data is being lost or encrypted. */
  'loss',
  /** The state is well. */
  'fine',
  /** A trouble is over. */
  'resolved',
  /** It is back. */
  'again',
  /** A working way around. */
  'workaround',
  /** Paper and hand-writing: the emergency plan. */
  'manual',
  /** Work goes on, nobody waits. */
  'goesOn',
  /** People wait, complain, are sent away; money and papers pile up. */
  'held',
  /** The sender stands still until an answer comes. */
  'standstill',
  /** No hurry. */
  'patient',
  /** Now or within a day. */
  'soon',
  /** Days, weeks, months away. */
  'later',
  /** Before today. */
  'past',
  /** If, in case, afraid that. */
  'hypothesis',
  /** Work that is planned, switching things off on purpose. */
  'planned',
  /** Somebody else's system. */
  'elsewhere',
  'slow',
  'cosmetic',
  'shout',
  'question',
  'change',
  'feedback',
  'reply',
  'automatic',
  'alarm',
  'spam',
  'expiring',
  'expired',
  /** A secret that the sender forgot, a lock that the sender caused. */
  'secret',
  /** The unit's, the server's: everybody hangs on it. */
  'shared',
  'login',
  'certificate',
  'issuing',
  'stock',
  'delivery',
  'archive',
  'report',
  'printing',
  'interface',
  'basics',
  'platform',
] as const;

export type Concept = (typeof concepts)[number];

/**
 * The cues of one language. Patterns are sources of regular expressions, matched on folded own words; they must be
 * linear, and cross neither a line break nor a full stop.
 */
export type Lexicon = Record<Concept, Cues>;
