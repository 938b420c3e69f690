import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { charsetNamed, decodeText } from '../../../ingest/mail/charset.ts';

const charset = suite('charset');

/** Character set, text, and the text's bytes in base64. */
const samples: [charset: string, text: string, bytes: string][] = [
  ['gb18030', '故障照片', 'ucrVz9XVxqw='],
  ['gb18030', '请问系统什么时候恢复', 'x+vOys+1zbPKssO0yrG68rvWuLQ='],
  ['gb18030', '错位票号登记.xls', 'tO3Ou8axusW1x7zHLnhscw=='],
  ['big5', '電子票據簽章元件安裝', 'uXGkbLK8vtrDsbO5pLil86Z3uMs='],
  ['big5', '您好，請問可以調整解析度嗎？', 'sXqmbqFBvdCw3aVppUi91b7juNGqUqvXttyhSA=='],
  ['shift_jis', 'お世話になっております。', 'gqiQophigsmCyILBgsSCqILogtyCt4FC'],
  ['euc_jp', '添付ファイルをご確認ください。', 'xbrJ1aXVpaGlpKXrpPKktLPOx6ekr6TApLWkpKGj'],
  ['euc_kr', '안녕하세요. 첨부 파일을 확인해 주세요.', 'vsiz58fPvLy/5C4gw7e6ziDGxMDPwLsgyK7AzsfYIMHWvLy/5C4='],
  ['cp1252', 'Für die Prüfung möchten wir', 'RvxyIGRpZSBQcvxmdW5nIG32Y2h0ZW4gd2ly'],
  ['cp1252', '“Hello” – it’s me…', 'k0hlbGxvlCCWIGl0knMgbWWF'],
  ['cp1251', 'Здравствуйте, принтер не работает', 'x+Tw4OLx8uLz6fLlLCDv8Ojt8uXwIO3lIPDg4e7y4OXy'],
  ['koi8_r', 'Здравствуйте, принтер не работает', '+sTSwdfT1NfVytTFLCDQ0snO1MXSIM7FINLBws/UwcXU'],
  ['cp1250', 'Proszę o przesłanie załącznika, dziękuję', 'UHJvc3rqIG8gcHJ6ZXOzYW5pZSB6YbO5Y3puaWthLCBkemnqa3Vq6g=='],
];

for (const [name, text, base64] of samples) {
  const bytes = Buffer.from(base64, 'base64');
  charset(`without a label, ${name}: ${text}`, () => assert.is(decodeText(bytes, null).text, text));
  charset(`labelled utf-8, ${name}: ${text}`, () => assert.is(decodeText(bytes, 'utf-8').text, text));
  charset(`labelled rightly, ${name}: ${text}`, () => assert.is(decodeText(bytes, name.replace('_', '-')).text, text));
}

const reads = (title: string, bytes: string, label: string | null, expected: string) =>
  charset(title, () => assert.is(decodeText(Buffer.from(bytes, 'base64'), label).text, expected));
const utf8 = Buffer.from('签名校验失败').toString('base64');

reads('valid UTF-8 beats a label of GB2312', utf8, 'gb2312', '签名校验失败');
reads('valid UTF-8 beats a label of ISO-8859-1', utf8, 'iso-8859-1', '签名校验失败');
reads('GB2312 is read as GB18030: 䶮 in four bytes, 𠮷', '/p+VNLI1qU+i4w==', 'gb2312', '䶮𠮷㎡€');
reads('two characters of GBK that are valid UTF-8 as well stay GBK', 'y7/Lvw==', 'gbk', '丝丝');
reads('GBK behind a label of ISO-8859-1', 'z7XNs7XHwryyu8HLo6zH676hv+y0psDt', 'iso-8859-1', '系统登录不了，请尽快处理');
reads('French behind its own label stays French', 'Q2Fm6SBjcuhtZSwgZOlq4CB2dQ==', 'iso-8859-1', 'Café crème, déjà vu');
reads('HZ', 'fntAT081TTN+fSB+fiBvaw==', 'hz-gb-2312', '老系统 ~ ok');
reads('UTF-7', 'K1lsTlRjR2M2IDErLTE=', 'utf-7', '打印机 1+1');
reads('ISO-2022-JP without a label', 'GyRCJCpAJE9DGyhC', null, 'お世話');
reads('ISO-2022-KR', 'GyQpQw5IOEBHDyAOQFo3YQ8=', 'iso-2022-kr', '회의 자료');
reads('UTF-16 with its mark', '//42ZTmNBFk=', 'utf-16', '收费处');
reads('UTF-16 without a mark', 'AGEAIGU2jTlZBA==', 'utf-16', 'a 收费处');
reads('UTF-8 cut inside its last character', '6K+35bC95b+r5aSE55A=', 'utf-8', '请尽快处\ufffd');
reads('a label that nobody knows', utf8, 'x-unheard-of', '签名校验失败');

charset('labels by any name', () => {
  for (const label of ['GBK', 'x-gbk', 'cp936', 'GB_2312-80', '"gb2312"'])
    assert.is(charsetNamed(label), 'gb18030', label);
  for (const label of ['UTF8', 'utf-8', 'unicode-1-1-utf-8']) assert.is(charsetNamed(label), 'utf-8', label);
  for (const label of ['unknown-8bit', 'default', '', 'x-unheard-of']) assert.is(charsetNamed(label), null, label);
  assert.is(charsetNamed('win-1251'), 'windows-1251');
  assert.is(charsetNamed('ks_c_5601-1987'), 'euc-kr');
});

charset.run();
