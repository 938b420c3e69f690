import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeLine, readJudgeLine } from '../../classify/json.ts';
import { judge } from '../../classify/judge.ts';
import { PermanentError } from '../../errors.ts';

const lines = suite('lines of `jishi judge`');

lines('a missing subject or body is empty, unknown keys are ignored, the channel is e-mail', () => {
  const read = readJudgeLine('{"id":"a1","body":"你好","colour":"red","subject":null}', 1);
  assert.is(read.id, 'a1');
  assert.is(read.channel, 'email');
  assert.is(read.subject, '');
  assert.is(read.body, '你好');
  assert.not.ok('colour' in read);
});

lines('a number is an id too', () => {
  assert.is(readJudgeLine('{"id":17}', 1).id, '17');
});

const refuses = (words: string, line: string, expected: RegExp) =>
  lines(`${words} is refused with its line number`, () => {
    assert.throws(
      () => readJudgeLine(line, 7),
      (error: unknown) => {
        assert.instance(error, PermanentError);
        assert.match(String(error), /line 7/);
        assert.match(String(error), expected);
        return true;
      },
    );
  });
refuses('what is no JSON', 'hello', /no JSON/);
refuses('what is no object', '[1]', /the line/);
refuses('a line without an id', '{"body":"x"}', /"id"/);
refuses('an unknown channel', '{"id":"1","channel":"telex"}', /"channel"/);
refuses('a body that is no text', '{"id":"1","body":5}', /"body"/);

lines('an output line has the keys of the design, in order', () => {
  const line = judgeLine('a1', judge({ channel: 'email', subject: '', body: '所有窗口都开不了票' }));
  assert.not.match(line, '\n');
  const written = JSON.parse(line);
  const keys = 'id kind severity impact category language confidence triage dueHours reasons';
  assert.is(Object.keys(written).join(' '), keys);
  assert.is(written.id, 'a1');
  assert.is(written.dueHours, 24);
  assert.ok(Array.isArray(written.reasons));
});

lines.run();
