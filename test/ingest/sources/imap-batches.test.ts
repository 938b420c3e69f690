import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { batches, sequenceSet } from '../../../ingest/sources/imap-batches.ts';

const test = suite('batches of an IMAP mailbox');

test('runs of UIDs are joined', () => {
  assert.is(sequenceSet([9, 3, 4, 5, 7]), '3:5,7,9');
  assert.is(sequenceSet([]), '');
});

test('a sequence set names exactly its UIDs', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), uids => {
      const named = sequenceSet(uids)
        .split(',')
        .filter(part => part !== '')
        .flatMap(part => {
          const [from = 0, to = from] = part.split(':').map(Number);
          return Array.from({ length: to - from + 1 }, (_, i) => from + i);
        });
      assert.equal(
        named,
        [...uids].sort((a, b) => a - b),
      );
    }),
  );
});

test('every message is in one batch, oldest first, and only a message that is too large by itself exceeds the limit', () => {
  const listed = fc.uniqueArray(
    fc.record({ uid: fc.integer({ min: 1, max: 100_000 }), size: fc.integer({ min: 0, max: 20_000_000 }) }),
    { selector: one => one.uid, maxLength: 200 },
  );
  fc.assert(
    fc.property(listed, messages => {
      const cut = batches(messages);
      const sizes = new Map(messages.map(one => [one.uid, one.size]));
      assert.equal(
        cut.flat(),
        messages.map(one => one.uid).sort((a, b) => a - b),
      );
      for (const batch of cut) {
        const bytes = batch.reduce((sum, uid) => sum + (sizes.get(uid) ?? 0), 0);
        assert.ok(batch.length <= 50 && (batch.length === 1 || bytes <= 8 * 1024 * 1024));
      }
    }),
  );
});

test.run();
