import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { corrected } from '../../../ingest/fax/header.ts';
import { labelAt } from '../../../ingest/fax/labels.ts';
import { stationOf } from '../../../ingest/fax/station.ts';
import { billNumber, contact, dateIn, email, phone } from '../../../ingest/fax/values.ts';

const values = suite('values of a fax form');

const gives = (read: (text: string) => string | null, text: string, wanted: string | null, why: string) =>
  values(`${why}: ${text}`, () => assert.is(read(text), wanted));

gives(phone, '0663-8321177', '0663-8321177', 'a number stays as written');
gives(phone, '020-38291166转8052', '020-38291166转8052', 'an extension belongs to the number');
gives(phone, '020-38291 1q9', '020-38291199', 'letters between digits are misread digits');
gives(phone, '+86 20 3829 1188', '+86 20 3829 1188', 'an international number keeps its blanks');
gives(phone, '12个收费窗口', null, 'a count is no number');
gives(email, 'xxk(@swtcm.example.cn', 'xxk@swtcm.example.cn', 'a bracket beside the @ is a misreading');
gives(
  email,
  '0757-82660318 xxk@swtcm.example.cn',
  'xxk@swtcm.example.cn',
  'a number before the address is not part of it',
);
gives(dateIn, '2026年11月20日', '2026年11月20日', 'a date stays as written');
gives(dateIn, '二〇二六年十一月十七日', '二〇二六年十一月十七日', 'Chinese numerals are a date');
gives(dateIn, '2026年11月1911', '2026年11月19日', '日 read as 11 is no part of the day');
gives(dateIn, '2026年//月7日', '2026年11月7日', 'slanted strokes are ones');
gives(dateIn, 'November 5, 2026', 'November 5, 2026', 'an English date is a date');
gives(dateIn, '第12条', null, 'a number is no date');
gives(contact, '陈晓明 电话', '陈晓明', 'a name ends before the next label');
gives(contact, '陈晓明链话：0663-832177', '陈晓明', 'a misread label before a colon is no name');
gives(contact, 'Grace Lam', 'Grace Lam', 'an English name keeps its blank');
gives(billNumber, '00123 45678', '0012345678', 'a blank within a bill number is a misreading');
gives(billNumber, '票0012345678', null, 'a bill number stands alone');

values('a label is found with its colon and its English twin', () => {
  assert.equal(labelAt('电话 TEL：0756-2219908', 0), { name: 'phone', end: 7 });
  assert.equal(labelAt('报修目期', 0), { name: 'date', end: 4 });
  assert.is(labelAt('请回电话给我们', 0), null);
});

values('a date that lost a one is the date that the sending machine printed', () => {
  const header = '2026-11-17 16:22 0766 3388201 YPRMYY P.01/01';
  assert.equal(corrected({ date: '2026年1月7日' }, header), { date: '2026年11月17日' });
  assert.equal(corrected({ date: '2026年10月7日' }, header), { date: '2026年10月7日' });
});

values('a fax number that lost a digit is the number that the sending machine printed', () => {
  assert.equal(corrected({ fax: '020-3829199' }, '发送:02038291199 南岭三院'), { fax: '020-38291199' });
  assert.equal(corrected({ fax: '0753-26680400' }, '2026-11-19 09:50 0755 26680400 QHFY'), { fax: '0755-26680400' });
});

values('HylaFAX writes TSI, number and name of the caller a line each', () => {
  assert.equal(stationOf('+86 755 0000 0002\n+8675500000002\nExample Hospital\n\n1002'), {
    tsi: '+86 755 0000 0002',
    callerId: '+8675500000002',
    callerName: 'Example Hospital',
  });
  assert.equal(stationOf('Scanned by a copier'), { tsi: null, callerId: null, callerName: null });
});

values.run();
