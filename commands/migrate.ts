import { openStore } from '../store/connect.ts';
import { configOf, type GlobalOptions } from './options.ts';
import { print } from './terminal.ts';

/** `jishi migrate`: opening the store migrates it; every start does so, too. */
export async function migrateDatabase(options: GlobalOptions): Promise<void> {
  const { data, database } = configOf(options);
  const store = await openStore({ data, database, share: true });
  await store.close();
  print('The database has the schema of this version.');
}
