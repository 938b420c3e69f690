import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { extentsOf, numberOf } from '../../classify/extent.ts';
import type { Language } from '../../classify/judgement.ts';

const extents = suite('how many of how many');
const counts = (text: string, affected: number, total: number, language: Language = 'zh') =>
  extents(`${text} is ${affected} of ${total}`, () => {
    const [found] = extentsOf(text, language);
    assert.is(found?.affected, affected);
    assert.is(found?.total, total);
  });
counts('门诊六个窗口里面有五个开票报错', 5, 6);
counts('下属14间村卫生站中有5间收费后没有电子票', 5, 14);
counts('收费员24人中9人登录后显示他人', 9, 24);
counts('六个窗口,五个点开票都报错', 5, 6);
counts('five of our six windows fail', 5, 6, 'en');
counts('3 out of 12 cashiers', 3, 12, 'en');

extents('numbers are read in figures and in words', () => {
  assert.equal(['17', '十二', '两', '二十', '一百二十', 'twelve', '很'].map(numberOf), [17, 12, 2, 20, 120, 12, 0]);
});

extents.run();
