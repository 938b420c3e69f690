import type { Config } from '../config.ts';
import type { FaxReader } from '../ingest/fax/reader.ts';
import type { Log } from '../log.ts';
import type { Carrier } from '../notify/carrier.ts';
import type { Store } from '../store/connect.ts';
import type { Thinker } from './thinker.ts';

/** What the steps work with. `now` is the clock on the wall, so that tests can bring their own. */
export type Parts = {
  config: Config;
  store: Store;
  thinker: Thinker;
  faxReader: FaxReader;
  carriers: { email: Carrier; fax: Carrier };
  log: Log;
  /** Id of this process among the workers. */
  holder: string;
  now: () => Date;
};
