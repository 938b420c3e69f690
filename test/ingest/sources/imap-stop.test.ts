import { once } from 'node:events';
import { createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ImapSource } from '../../../ingest/sources/imap.ts';
import { silentLog } from '../../../log.ts';

const test = suite('an IMAP inbox that is stopped');

test('does not wait for a server that never greets', async () => {
  const server = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const connected = once(server, 'connection');
  const source = new ImapSource(
    {
      ...{ kind: 'imap', name: 'support', channel: 'email', host: '127.0.0.1', port, secure: false, verify: true },
      ...{ user: 'support', password: 'x', mailbox: 'INBOX', done: 'seen' },
      ...{ pollSeconds: 30, reconcileMinutes: 60, timeoutSeconds: 90 },
    },
    {
      keep: async () => {},
      ledger: { kept: async () => new Set<number>(), report: async () => {}, belongsTo: async () => {} },
      holdLease: async () => true,
      log: silentLog,
    },
  );
  await source.start();
  await connected;
  const begun = Date.now();
  await source.stop();
  // The greeting's own time-out is ten seconds.
  assert.ok(Date.now() - begun < 5_000);
  server.close();
});

test.run();
