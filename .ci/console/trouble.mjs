// Uploads that fail: another try is offered only where it can help.
import assert from 'node:assert/strict';
import { file } from './pictures.mjs';
import { answering, becomeReady, check, home, page, readyCount, shots, token } from './stage.mjs';

const problem = (status, detail) => (route) => route.fulfill({
  status, contentType: 'application/problem+json', body: JSON.stringify({ detail }),
});
const tries = page.locator('.tray-head').getByRole('button', { name: /again/ });

await check('an upload that the server cannot take now may be tried again', async () => {
  await home();
  await page.locator('#recipe').selectOption('tiny');
  const before = await readyCount();
  await answering('**/upload/**', problem(507, 'There is no room.'), async () => {
    await page.locator('#files').setInputFiles(file(31_000));
    await page.locator('.uploads li.stopped').getByText('There is no room.').waitFor();
    await shots('stopped');
  });
  await tries.click();
  await becomeReady(before + 1);
});

await check('a refusal for good offers no other try', async () => {
  await answering('**/images', (route) => (route.request().method() === 'POST'
    ? problem(415, 'This type is not supported.')(route) : route.continue()), async () => {
    await page.locator('#files').setInputFiles(file(31_001));
    const line = page.locator('.uploads li.failed', { hasText: 'picture 31001' });
    await line.getByText('This type is not supported.').waitFor();
    assert.equal(await line.getByRole('button').count(), 0);
  });
  await page.locator('#files').setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) });
  await page.locator('.uploads li.failed').getByText('The file is empty.').waitFor();
});

await check('an upload address that refuses the file ends it, and the session goes on', async () => {
  let puts = 0;
  await answering('**/upload/**', (route) => {
    puts += 1;
    return problem(401, 'This address is not for you.')(route);
  }, async () => {
    await page.locator('#files').setInputFiles(file(31_008));
    await page.locator('.uploads li.failed', { hasText: 'picture 31008' }).getByText('This address is not for you.').waitFor();
  });
  assert.equal(puts, 1);
});

await check('a token without the scope is told so', async () => {
  await answering('**/images', (route) => (route.request().method() === 'POST'
    ? problem(403, 'This needs the scope images:upload.')(route) : route.continue()), async () => {
    await page.locator('#files').setInputFiles(file(31_002));
    await page.locator('.uploads li.failed').getByText('This needs the scope images:upload.').waitFor();
  });
});

await check('an answer that breaks off is asked for again', async () => {
  const before = await readyCount();
  let starts = 0;
  await answering('**/images', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    starts += 1;
    return starts > 1 ? route.continue() : route.fulfill({ status: 201, contentType: 'application/json', body: '{"id":' });
  }, async () => {
    await page.locator('#files').setInputFiles(file(31_005));
    await becomeReady(before + 1);
  });
  assert.equal(starts, 2);
});

function gate() {
  let open;
  const opened = new Promise((resolve) => { open = resolve; });
  return { open, opened };
}

async function signInAgain() {
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Drop photos here').waitFor();
}

await check('a session that ends in the middle goes on after signing in again', async () => {
  const before = await readyCount();
  await answering('**/images', (route) => (route.request().method() === 'POST'
    ? problem(401, 'The token was revoked.')(route) : route.continue()), async () => {
    await page.locator('#files').setInputFiles([file(31_003), file(31_004)]);
    await page.getByLabel('Token').waitFor();
  });
  await signInAgain();
  await becomeReady(before + 2);
});

await check('a refusal of the old session that arrives late does not stop the new one', async () => {
  const before = await readyCount();
  const refuse = problem(401, 'The token was revoked.');
  const [both, late] = [gate(), gate()];
  let starts = 0;
  await answering('**/images', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    starts += 1;
    if (starts > 2) return route.continue();
    if (starts === 2) both.open();
    await (starts === 2 ? late : both).opened;
    return refuse(route);
  }, async () => {
    await page.locator('#files').setInputFiles([file(31_006), file(31_007)]);
    await signInAgain();
    late.open();
    await becomeReady(before + 2);
  });
  assert.equal(starts, 4);
});
