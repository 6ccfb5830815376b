// The console at every address that reaches the server, and pages of other sites that use the server.
import assert from 'node:assert/strict';
import { buildSync } from 'esbuild';
import { file, png } from './pictures.mjs';
import { page as site, proxy } from './sites.mjs';
import { allowedPort, becomeReady, broken, browser, check, token, url } from './stage.mjs';

async function worksAt(address) {
  const other = await browser.newContext();
  const there = await other.newPage();
  there.setDefaultTimeout(90_000);
  const errors = [];
  there.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await there.goto(`${address}#token=${encodeURIComponent(token)}`);
  await there.getByText('Drop photos here').waitFor();
  await there.locator('#recipe').selectOption('tiny');
  await there.locator('#files').setInputFiles(file(Math.floor(Math.random() * 1e6)));
  await becomeReady(1, there);
  await there.locator('.gallery .card:not(.empty)', { hasText: 'picture' }).first().click();
  await there.locator('img.preview').waitFor();
  await there.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
  assert.deepEqual(await broken(there), [], 'pictures that cannot be shown');
  assert.deepEqual(errors, [], address);
  await other.close();
}

await check('the console works under localhost', () => worksAt(url.replace('127.0.0.1', 'localhost') + '/'));

await check('the console works behind a proxy, at the root and below a folder', async () => {
  for (const prefix of ['', '/pictures/here']) {
    const { port, server } = await proxy(url, prefix);
    await worksAt(`http://localhost:${port}${prefix}/`);
    server.close();
    server.closeAllConnections();
  }
});

const script = buildSync({ entryPoints: ['elsewhere.js'], bundle: true, format: 'esm', write: false }).outputFiles[0].text;

await check('a page of an allowed site uploads with fetch and with Uppy', async () => {
  const { port, server } = await site(script, Number(allowedPort));
  const there = await (await browser.newContext()).newPage();
  await there.goto(`http://localhost:${port}/`);
  await there.waitForFunction(() => window.withUppy);
  const byFetch = await there.evaluate(([...all]) => window.withFetch(...all), [url, token, [...png(1001)]]);
  assert.equal(byFetch.put, 200);
  assert.match(byFetch.etag, /^"[0-9a-f]{32}"$/);
  const byUppy = await there.evaluate(([...all]) => window.withUppy(...all), [url, token, [...png(1002)]]);
  assert.deepEqual(byUppy.failed, []);
  assert.equal(byUppy.successful, 1);
  for (const image of [byFetch, byUppy]) {
    assert.equal(image.state, 'ready');
    assert.match(image.told, /event: end/);
    assert.ok(image.etag);
    assert.ok(image.statuses.length > 0 && image.statuses.every((status) => status === 200));
  }
  assert.equal(await there.evaluate(([...all]) => window.known(...all), [url, 'tt_wrong']), 401, 'a refusal can be read');
  server.close();
});

await check('a page of any other site is refused by the browser', async () => {
  const { port, server } = await site(script, 0);
  const there = await (await browser.newContext()).newPage();
  await there.goto(`http://localhost:${port}/`);
  await there.waitForFunction(() => window.refused);
  assert.equal(await there.evaluate(([...all]) => window.refused(...all), [url, token]), 'TypeError');
  server.close();
});
