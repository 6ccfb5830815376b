// The page of the API: without a token, at every width, with every link leading somewhere.
import assert from 'node:assert/strict';
import { browser, check, context, page, shots, url } from './stage.mjs';

await check('the API can be read without a token', async () => {
  const stranger = await browser.newContext();
  const there = await stranger.newPage();
  const errors = [];
  there.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await there.goto(`${url}/docs`);
  assert.equal(await there.locator('article#startUpload h3').innerText(), 'POST /images');
  const lost = await there.locator('a[href^="#"]').evaluateAll((links) => links
    .map((link) => link.hash.slice(1)).filter((id) => !document.getElementById(id)));
  assert.deepEqual(lost, [], 'links that lead nowhere');
  assert.deepEqual(errors, []);
  await stranger.close();
});

await check('the page of the API fits every width, and links to the document', async () => {
  await page.goto(`${url}/docs#describeImage`);
  await shots('docs');
  const document = await context.request.get(new URL(await page.locator('main a').first().getAttribute('href'), page.url()).href);
  assert.match(await document.text(), /^openapi: 3/);
});
