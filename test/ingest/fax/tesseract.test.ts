import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openFaxReader } from '../../../ingest/fax/reader.ts';
import { packageRoot } from '../../../root.ts';

const tesseract = suite('reading with Tesseract');

tesseract('Tesseract alone reads a form, with the language data that the packages ship', async () => {
  const reader = openFaxReader({ engine: 'tesseract' });
  const { text } = await reader.read(await readFile(`${packageRoot}/test/fixtures/fax/table-form-g4.tif`));
  await reader.close();
  assert.match(text.replace(/\s/g, ''), '故障报修单');
  assert.match(text.replace(/\s/g, ''), '0663-8321177');
});

tesseract('both readers together read a form', async () => {
  const reader = openFaxReader({ engine: 'both' });
  const { fields } = await reader.read(await readFile(`${packageRoot}/test/fixtures/fax/table-form-g4.tif`));
  await reader.close();
  assert.is(fields.contact, '陈晓明');
  assert.is(fields.severityTick, 'critical');
});

tesseract.run();
