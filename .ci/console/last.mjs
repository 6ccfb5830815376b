// Erasing one image, the keyboard, and that the browser had nothing to complain of.
import assert from 'node:assert/strict';
import { api, check, complaints, context, page, shots, until, url } from './stage.mjs';

await check('an error stands beside the button that was pressed', async () => {
  await page.goto(`${url}/#/`);
  await page.locator('.gallery .card:not(.empty)').first().click();
  await page.locator('table.variants').waitFor();
  await page.route('**/reprocess', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"Not now."}' }));
  await page.getByRole('button', { name: 'Reprocess' }).click();
  const alert = page.locator('.actions').getByRole('alert');
  await alert.getByText('Not now.').waitFor();
  await page.waitForTimeout(300);
  const box = await alert.boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= 900, 'the message is out of sight');
  await shots('error');
  await page.unroute('**/reprocess');
  const id = new URL(page.url()).hash.split('/').at(-1);
  await api('POST', `/images/${id}/reprocess`, { recipe: 'tall', default: true });
  await page.locator('dl', { hasText: /Recipe\s*tall/ }).waitFor();
  assert.ok(await alert.getByText('Not now.').isVisible(), 'the news removed the message');
});

await check('an erased image is gone', async () => {
  await page.goto(`${url}/#/`);
  const card = page.locator('.gallery .card:not(.empty)').first();
  await card.click();
  await page.locator('table.variants').waitFor();
  const variant = await page.locator('table.variants a').first().getAttribute('href');
  const erased = page.url();
  await page.locator('#erase').click();
  await shots('erase');
  await page.locator('#erase-now').click();
  await page.getByText('Drop photos here').waitFor();
  await page.locator(`.gallery a[href="${new URL(erased).hash}"]`).waitFor({ state: 'detached' });
  await until(async () => (await context.request.get(variant)).status() === 404);
});

await check('the keyboard reaches the drop zone and the pictures', async () => {
  await page.goto(`${url}/#/`);
  await page.getByText('Drop photos here').waitFor();
  const reached = new Set();
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName));
  }
  assert.ok(reached.has('files'), [...reached].join(' '));
});

await check('the browser complained of nothing but what was asked for', async () => {
  const unexpected = complaints.filter((text) => !/(status of (401|403|404|409|410|415|503|507) |net::ERR_FAILED$)/.test(text));
  assert.deepEqual(unexpected, []);
});
