import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deskApp } from '../../desk/app.ts';

const test = suite('the desk');

test('its first page is served, in both languages, with a strict content policy', async () => {
  const response = await deskApp({ ping: async () => {} }).request('/');
  assert.is(response.status, 200);
  assert.match(response.headers.get('content-security-policy') ?? '', "frame-ancestors 'none'");
  assert.is(response.headers.get('x-content-type-options'), 'nosniff');
  const page = await response.text();
  assert.match(page, '服务正在运行');
  assert.match(page, 'The service is running');
});

test('health is 200 while the database answers, else 503', async () => {
  assert.is((await deskApp({ ping: async () => {} }).request('/health')).status, 200);
  const away = deskApp({
    ping: async () => {
      throw new Error('away');
    },
  });
  assert.is((await away.request('/health')).status, 503);
});

test('an unknown path is 404', async () => {
  assert.is((await deskApp({ ping: async () => {} }).request('/nothing')).status, 404);
});

test.run();
