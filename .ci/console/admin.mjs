// Pages for administrators: tokens, the webhook's notifications, and what waits or failed.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { png } from './pictures.mjs';
import { answering, api, browser, check, home, listed, page, shots, until, upload, url, webhookPort } from './stage.mjs';

const menu = page.getByRole('navigation', { name: 'Pages' });
const received = [];
const receiver = createServer((request, response) => {
  received.push(request.headers['webhook-id']);
  request.resume().on('end', () => response.writeHead(204).end());
});

/** Another browser that is signed in with a token. */
async function signedIn(text) {
  const there = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  there.setDefaultTimeout(90_000);
  await there.goto(`${url}/#token=${text}`);
  return there;
}

const create = async (wish) => (await api('POST', '/tokens', wish)).json();
const line = (label) => page.locator('#tokens li', { hasText: label });
let reader;

await check('a token is created and shown once', async () => {
  await home();
  await menu.getByRole('link', { name: 'Tokens' }).click();
  await page.getByText('0 valid tokens').waitFor();
  assert.equal(await page.title(), 'Tokens – Tintype');
  await page.getByLabel('What it is for').fill('a reader <b>');
  await page.getByLabel('upload, reprocess').uncheck();
  await page.getByLabel('It expires').selectOption('7');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.locator('#token-text').waitFor();
  reader = await page.locator('#token-text').textContent();
  assert.match(reader, /^tt_[0-9a-f]{12}_\S{20,}$/);
  await create({ label: 'old shop', scopes: ['images:upload', 'images:read'] });
  await shots('token-made');
  await page.reload();
  await line('a reader <b>').getByText('never used').waitFor();
  assert.ok(!(await page.content()).includes(reader), 'the text is shown again');
  assert.equal(await line('a reader <b>').locator('.tag').allTextContents().then((all) => all.join()), 'images:read');
});

await check('a token without a scope is not asked for', async () => {
  await page.getByLabel('What it is for').fill('nothing');
  const chosen = page.locator('fieldset input:checked');
  while (await chosen.count() > 0) await chosen.first().uncheck();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.locator('form').getByRole('alert').getByText('Choose what it may do.').waitFor();
});

await check('a token that may only read is told so wherever it asks for more', async () => {
  const there = await signedIn(reader);
  await there.locator('#files').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: png(41_000) });
  await there.locator('.uploads li.failed').getByText('This needs the scope images:upload.').waitFor();
  await there.locator('.gallery .card:not(.empty)').first().click();
  await there.locator('#erase').click();
  await there.locator('#erase-now').click();
  await there.locator('.actions').getByRole('alert').getByText('This needs the scope images:erase.').waitFor();
  await there.locator('#reprocess').click();
  await there.locator('.actions').getByRole('alert').getByText('This needs the scope images:upload.').waitFor();
  for (const name of ['Tokens', 'Webhook']) {
    await there.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await there.waitForFunction((title) => document.title === title, `${name} – Tintype`);
    await there.getByRole('alert').getByText('This needs the scope server:admin.').waitFor();
  }
  await there.close();
});

await check('a token that is revoked or expires ends its session', async () => {
  const { token: short } = await create({ label: 'short', scopes: ['images:read'], expiresAt: new Date(Date.now() + 4000).toISOString() });
  const shortly = await signedIn(short);
  const revoked = await signedIn(reader);
  await revoked.getByText('Drop photos here').waitFor();
  await page.goto(`${url}/#/tokens`);
  await page.reload();
  await line('a reader <b>').getByText(/last used/).waitFor();
  await line('a reader <b>').getByRole('button', { name: 'Revoke' }).click();
  await shots('revoke');
  await page.locator('#revoke-now').click();
  await page.getByText(/revoked or expired/).click();
  await page.locator('details li', { hasText: 'a reader <b>' }).getByText(/revoked/).waitFor();
  await until(async () => (await api('GET', '/tokens')).json().then(({ tokens }) => tokens.some(({ label, expiresAt }) => label === 'short' && new Date(expiresAt) < Date.now())));
  for (const there of [shortly, revoked]) {
    // The event stream may have told the page already; then it has no token to load with.
    if (await there.title() !== 'Sign in – Tintype') await there.reload();
    await there.getByRole('alert').getByText('mistyped, revoked or expired').waitFor();
    assert.equal(await there.title(), 'Sign in – Tintype');
    await there.close();
  }
});

await check('the last token of an administrator stays', async () => {
  await create({ label: 'the admin', scopes: ['server:admin', 'images:read'] });
  await page.reload();
  await line('the admin').getByRole('button', { name: 'Revoke' }).click();
  await page.locator('#revoke-now').click();
  await line('the admin').getByRole('alert').getByText('No other token that may manage tokens lasts as long.').waitFor();
  await shots('tokens');
});

await check('a refused notification says why and is sent on request', async () => {
  await upload({ name: 'told <i>.png', mimeType: 'image/png', buffer: png(41_001) }, 'tiny');
  const { id } = (await listed()).find(({ name }) => name === 'told <i>.png');
  await until(async () => (await (await api('GET', `/deliveries?image=${id}&state=refused`)).json()).deliveries.length === 1);
  await menu.getByRole('link', { name: 'Webhook' }).click();
  await page.locator('#delivery-state').selectOption('refused');
  await page.locator('#deliveries li').first().getByText('the receiver did not answer').waitFor();
  assert.equal(await page.title(), 'Webhook – Tintype');
  await shots('webhook');
  await page.goto(`${url}/#/webhook?image=${id}`);
  const told = page.locator('#deliveries li', { hasText: 'told <i>.png' });
  await told.getByText('the receiver did not answer').waitFor();
  await new Promise((resolve) => { receiver.listen(Number(webhookPort), '127.0.0.1', resolve); });
  await told.getByRole('button', { name: 'Send now' }).click();
  await until(() => received.some((one) => one.includes(id)));
  await until(async () => { await page.locator('#webhook-again').click(); await page.waitForTimeout(300); return await told.getByText('accepted', { exact: true }).count() === 1; });
});

await check('the page of an image leads to its notifications, which are sent again', async () => {
  const { id } = (await listed()).find(({ name }) => name === 'told <i>.png');
  await page.goto(`${url}/#/images/${id}`);
  await page.getByRole('link', { name: 'Notifications' }).click();
  const told = page.locator('#deliveries li');
  await told.getByText('accepted', { exact: true }).waitFor();
  await shots('webhook-image');
  await told.getByRole('button', { name: 'Send again: image.ready of told <i>.png' }).click();
  await until(() => received.filter((one) => one.includes(id)).length === 2);
  receiver.closeAllConnections();
  receiver.close();
});

await check('the health page names the job that was sent longest ago and counts failures by reason', async () => {
  await menu.getByRole('link', { name: 'Health' }).click();
  await page.getByRole('heading', { name: 'Failures by reason' }).waitFor();
  await page.getByText('Job sent longest ago').waitFor();
  const failed = (await listed()).filter(({ state }) => state === 'failed');
  assert.ok(failed.length > 0);
  const counts = await page.locator('section', { hasText: 'Failures by reason' }).locator('dd').allTextContents();
  assert.equal(counts.reduce((sum, count) => sum + Number(count), 0), failed.length);
  const queued = ['one', 'two', 'three'].map((name, i) => ({ id: `01M8P72SKT81GRBJWW59J3W1J${i}`, name, state: 'queued', updatedAt: new Date(Date.now() - 90_000 * [1, 3, 2][i]).toISOString() }));
  await answering('**/images?*state=queued', (route) => route.fulfill({ json: { images: queued } }), async () => {
    await page.locator('#health-again').click();
    await page.locator('dd', { hasText: /^two, last sent 4 minutes ago$/ }).waitFor();
  });
  await page.getByRole('link', { name: 'Show the images that failed' }).click();
  await page.locator('.gallery .card.failed').first().waitFor();
});

await check('the original of an image is replaced under its id', async () => {
  const { id, current } = (await listed()).find(({ name }) => name === 'told <i>.png');
  await page.goto(`${url}/#/images/${id}`);
  await page.locator('#replacement').setInputFiles({ name: 'other.png', mimeType: 'image/png', buffer: png(41_002) });
  await page.locator('.versions').getByText('2 versions').waitFor();
  await until(async () => (await (await api('GET', `/images/${id}`)).json()).current.version !== current.version);
  await page.locator('.versions li.shown').waitFor();
  assert.equal(await page.locator('h1').textContent(), 'told <i>.png');
  await page.locator('#replacement').setInputFiles({ name: 'broken.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
  await page.locator('.actions').getByRole('alert').getByText('Send image/jpeg').waitFor();
  await shots('replace');
});
