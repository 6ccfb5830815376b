// The page of the server's health.
import assert from 'node:assert/strict';
import { answering, check, page, refusal, shots } from './stage.mjs';

await check('the health page shows readiness, queue, disk and sandbox', async () => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Health' }).click();
  await page.getByText('Ready, role serve.').waitFor();
  for (const title of ['Queue', 'Workers', 'Storage', 'Sandbox']) await page.getByRole('heading', { name: title }).waitFor();
  const free = await page.locator('dt', { hasText: 'Free on the disk' }).locator('+ dd').textContent();
  assert.match(free, /^[\d.]+ [MGT]B$/);
  assert.equal(await page.title(), 'Health – Tintype');
  await shots('health');
});

await check('the health page says why the server is not ready', async () => {
  await answering('**/readyz', refusal, async () => {
    await page.locator('#health-again').click();
    await page.getByRole('alert').getByText('Not ready: Not now.').waitFor();
    await shots('not-ready');
  });
});
