import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { examplesOf } from '../../classify/corpus.ts';
import { packageRoot } from '../../root.ts';

const corpus = suite('the corpus');
const examples = examplesOf(readFileSync(join(packageRoot, 'classify/corpus.jsonl'), 'utf8'));

corpus('is large enough to learn from, and every id stands once', () => {
  assert.ok(examples.length > 1_000);
  assert.is(new Set(examples.map(({ id }) => id)).size, examples.length);
});

corpus('keeps to the policy: critical has impact, what is no fault is minor', () => {
  for (const { id, labels } of examples) {
    if (labels.severity === 'critical') assert.ok(labels.impact, id);
    if (labels.kind !== 'fault') assert.is(labels.severity, 'minor', id);
  }
});

corpus('keeps to the policy: replies, machine mail and spam are about nothing, and hold nobody up', () => {
  for (const { id, labels } of examples)
    if (['reply', 'automatic', 'spam'].includes(labels.kind)) {
      assert.is(labels.category, 'other', id);
      assert.is(labels.impact, false, id);
    }
});

corpus.run();
