import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { faxGateway } from '../../../ingest/mail/gateway.ts';

const gateway = suite('gateway');

const page = { name: 'fax.tif', type: 'image/tiff', bytes: 4, content: Buffer.alloc(4) };
const from = { name: '', address: 'fax@example.com' };

const says = (
  title: string,
  subject: string,
  text: string,
  expected: ReturnType<typeof faxGateway>,
  attachments = [page],
) => gateway(title, () => assert.equal(faxGateway({ from, subject, text, attachments }), expected));

const hylafax =
  'recvq/fax000000001.tif (ftp://faxsrv:4559/recvq/fax000000001.tif):\n          Sender: +86 755 0000 0002\n           Pages: 2\n         CallID1: +8675500000002\n         CallID2: Example Hospital\n     Received On: ttyVF1\n';
says('HylaFAX faxrcvd', 'Fax received from "+86 755 0000 0002"', hylafax, {
  tsi: '+86 755 0000 0002',
  callerId: '+8675500000002',
  callerName: 'Example Hospital',
});
says(
  'HylaFAX without a name',
  'Fax received from "0755-00000002"',
  'recvq/f.tif:\n  Sender: 0755-00000002\n   Pages: 1\n CallID1: \n CallID2: \n Received On: x',
  { tsi: '0755-00000002', callerId: null, callerName: null },
);
says('a fax that never came has no page', 'Fax received from ""', 'Fax not received.', null, []);
says('Chinese network fax', '您收到一份来自 0000-5550123 的传真（共1页）', '主叫号码：0000-5550123\n传真页数：1 页', {
  tsi: null,
  callerId: '0000-5550123',
  callerName: null,
});
says(
  'eFax',
  'eFax message from "0000-5550123" - 2 page(s), Caller-ID: 86-755-0000-0002',
  'You have received a 2 page fax.',
  { tsi: null, callerId: '86-755-0000-0002', callerName: null },
);
says('New fax from …', 'New fax from +86 755 0000 0002', 'Remote CSID: HOSPITAL 2', {
  tsi: 'HOSPITAL 2',
  callerId: '+86 755 0000 0002',
  callerName: null,
});
says('a machine that scans to mail', 'Message from "RNP002673B1C2D3"', '扫描日期：2026.11.19', {
  tsi: null,
  callerId: null,
  callerName: null,
});
says('a letter about faxes is no fax', '传真收不到', '您好，我们的传真一直收不到，请问怎么处理？见附件截图。', null);
says('an answer about a fax is no fax', 'Re: new fax from +86 755 0000 0002', 'I cannot read page 2.', null);

gateway.run();
