import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mend } from '../../../ingest/fax/ocr/mend.ts';

const mending = suite('mending a read line');

const becomes = (read: string, wanted: string) =>
  mending(`${read} becomes ${wanted}`, () =>
    assert.is(
      mend([...read].map(text => ({ text })))
        .map(({ text }) => text)
        .join(''),
      wanted,
    ),
  );

becomes('问题己解决', '问题已解决');
becomes('请自己处理', '请自己处理');
becomes('停--直停', '停一直停');
becomes('2026-11-07', '2026-11-07');
becomes('号码0D45520917', '号码0045520917');
becomes('打印时整体向左偏移约三毫米·右侧仍可扫描', '打印时整体向左偏移约三毫米，右侧仍可扫描');
becomes('买买提·艾力', '买买提·艾力');
becomes('青禾区好幼保健院', '青禾区妇幼保健院');
becomes('报修目期', '报修日期');
becomes('2026年11月1911', '2026年11月19日');
becomes('2026年11月111', '2026年11月11日');
becomes('11月8口', '11月8日');
becomes('禁据代码', '票据代码');
becomes('收据一张', '收据一张');
becomes('xxk(@)swtcm.example.cn', 'xxk@swtcm.example.cn');
becomes('故障描速：', '故障描述：');
becomes('10.20.3.15', '10.20.3.15');

mending.run();
