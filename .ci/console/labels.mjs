// Name and metadata of an image, on its page and in the search.
import assert from 'node:assert/strict';
import { file } from './pictures.mjs';
import { answering, api, check, excuse, home, listed, page, shots, token, until, upload, url } from './stage.mjs';

const section = page.locator('.labels');
const name = page.locator('#label-name');
const save = page.locator('#label-save');
const entry = (key) => page.locator('.entry', { has: page.getByText(key, { exact: true }) });
const value = (key) => page.locator(`#label-of-${key}`);
const alerts = section.getByRole('alert');
let id;

const described = async () => (await api('GET', `/images/${id}`)).json();
const labelsOf = async () => { const { name: called, metadata } = await described(); return { name: called, metadata }; };

async function open() {
  await page.goto('about:blank');
  await page.goto(`${url}/#/images/${id}`);
  await section.waitFor();
}

async function add(key, text) {
  await page.locator('#label-add').click();
  const row = page.locator('.entries li').last();
  await row.getByLabel('New key', { exact: true }).fill(key);
  await row.getByLabel('Value of the new key', { exact: true }).fill(text);
  return row;
}

const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute('aria-label'));

async function saved() {
  await save.click();
  await section.getByText('Saved', { exact: true }).waitFor();
}

await check('the page of an image changes its name and its metadata, and nothing else', async () => {
  await upload(file(50_000), 'tiny');
  id = (await listed()).find((image) => image.name === 'picture 50000.png').id;
  await open();
  const { version } = await described();
  assert.ok(await save.isDisabled());
  await name.fill('harbour <b>.png');
  await add('album', '42');
  await add('place', 'Håfjell = "here"');
  await saved();
  assert.deepEqual(await labelsOf(), { name: 'harbour <b>.png', metadata: { album: '42', place: 'Håfjell = "here"' } });
  assert.equal((await described()).version, version);
  assert.equal(await page.locator('h1').textContent(), 'harbour <b>.png');
  assert.equal(await page.title(), 'harbour <b>.png – Tintype');
  assert.ok(await save.isDisabled());
  await shots('labels', section);
});

await check('a save keeps the keyboard focus, and is not begun twice', async () => {
  let writes = 0;
  let goOn;
  await answering(`**/images/${id}`, (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    writes += 1;
    return new Promise((resolve) => { goOn = () => resolve(route.continue()); });
  }, async () => {
    await value('album').fill('41');
    await value('album').press('Enter');
    await until(() => goOn);
    assert.equal(await focused(), 'label-of-album');
    await value('album').press('Enter');
    await page.keyboard.type('x');
    await page.locator('#label-cancel').dispatchEvent('click');
    goOn();
    await section.getByText('Saved', { exact: true }).waitFor();
  });
  assert.equal(writes, 1);
  assert.equal((await labelsOf()).metadata.album, '41');
  assert.equal(await focused(), 'label-of-album');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('42');
  await save.focus();
  await page.keyboard.press('Enter');
  await section.getByText('Saved', { exact: true }).waitFor();
  assert.equal((await labelsOf()).metadata.album, '42');
  assert.equal(await focused(), 'label-name', 'the focus is lost with the button');
});

await check('a key is removed, and Cancel takes changes back', async () => {
  await entry('place').getByRole('button', { name: 'Remove place' }).click();
  await name.fill('another');
  await page.locator('#label-cancel').click();
  assert.equal(await name.inputValue(), 'harbour <b>.png');
  assert.equal(await value('place').inputValue(), 'Håfjell = "here"');
  await entry('place').getByRole('button', { name: 'Remove place' }).click();
  await saved();
  assert.deepEqual((await labelsOf()).metadata, { album: '42' });
});

await check('the search finds images by one key and its value', async () => {
  await home();
  const field = page.locator('#filter-metadata');
  const count = page.locator('#count');
  await field.fill('album=42');
  await field.press('Enter');
  await count.getByText(/^1 image$/).waitFor();
  await page.locator('.gallery .name', { hasText: 'harbour <b>.png' }).waitFor();
  assert.match(page.url(), /metadata=album%3D42/);
  await page.reload();
  await count.getByText(/^1 image$/).waitFor();
  assert.equal(await field.inputValue(), 'album=42');
  await shots('found-by-metadata');
  await field.fill('album=43');
  await field.press('Enter');
  await page.getByText('No image fits.').waitFor();
  await field.fill('Album=42');
  await field.press('Enter');
  await page.getByRole('alert').getByText(/a key of metadata must be a lowercase letter/).waitFor();
  await field.fill('');
  await page.waitForFunction(() => document.querySelectorAll('.gallery .card').length > 1);
  await page.evaluate(() => {
    window.left = [];
    document.querySelector('#filter-metadata').addEventListener('change', () => window.left.push('change'));
    const keep = history.replaceState.bind(history);
    history.replaceState = (...address) => { window.left.push('search'); keep(...address); };
  });
  await page.locator('#select').click();
  await page.getByText('0 selected').waitFor();
  assert.deepEqual(await page.evaluate(() => window.left), ['change'], 'leaving the field searched again');
  await page.getByRole('button', { name: 'Done' }).click();
});

await check('what the server refuses is told beside its field, in its words', async () => {
  await open();
  let row = await add('Album', '1');
  await save.click();
  await row.getByRole('alert').getByText(/a key of metadata must be a lowercase letter.*not 'Album'/).waitFor();
  assert.equal(await focused(), 'New key');
  assert.equal(await row.getByLabel('New key', { exact: true }).getAttribute('aria-invalid'), 'true');
  await shots('labels-refused', section);
  await page.locator('#label-cancel').click();
  await page.locator('#label-add').click();
  assert.ok(await page.locator('#label-cancel').isEnabled(), 'a key that was added cannot be taken back');
  row = await add('Album', '1');
  await save.click();
  await row.getByRole('alert').getByText(/a key of metadata must be/).waitFor();
  await row.getByLabel('New key', { exact: true }).fill('other');
  assert.equal(await alerts.count(), 0, 'a corrected field still has the refusal');
  await value('album').fill('x'.repeat(257));
  await save.click();
  await entry('album').getByRole('alert').getByText(/at most 256 characters/).waitFor();
  await value('album').fill('42');
  await name.fill('x'.repeat(256));
  await save.click();
  await page.locator('.entry', { has: name }).getByRole('alert').getByText(/1 to 255 characters/).waitFor();
  await name.fill('harbour <b>.png');
  await row.getByLabel('New key', { exact: true }).fill('album');
  await save.click();
  await row.getByRole('alert').getByText('There is this key already.').waitFor();
  await row.getByRole('button', { name: 'Remove the new key' }).click();
  for (let i = 0; i < 16; i += 1) await add(`key${i}`, 'x');
  await save.click();
  await alerts.getByText(/at most 16 keys, not 17/).waitFor();
  assert.deepEqual((await labelsOf()).metadata, { album: '42' });
});

await check('a change that somebody else made is told and not lost', async () => {
  await open();
  await value('album').fill('43');
  await api('PATCH', `/images/${id}`, { name: 'theirs.png', metadata: { album: '44' } });
  await save.click();
  await alerts.getByText(/somebody else has changed this meanwhile: the name is “theirs.png”, album is “44”/).waitFor();
  assert.deepEqual(await labelsOf(), { name: 'theirs.png', metadata: { album: '44' } });
  assert.equal(await name.inputValue(), 'theirs.png');
  assert.equal(await value('album').inputValue(), '43');
  await shots('labels-changed', section);
  await saved();
  assert.deepEqual(await labelsOf(), { name: 'theirs.png', metadata: { album: '43' } });
});

await check('a change between reading and writing is told, too', async () => {
  await value('album').fill('45');
  let writes = 0;
  await page.route(`**/images/${id}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    writes += 1;
    if (writes === 1) await api('PATCH', `/images/${id}`, { metadata: { album: '46' } });
    return route.continue();
  });
  const [refusal] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'PATCH'), save.click()]);
  assert.equal(refusal.status(), 412);
  await alerts.getByText(/album is “46”/).waitFor();
  assert.equal(writes, 1, 'it was written over the change');
  assert.equal((await labelsOf()).metadata.album, '46');
  await page.unroute(`**/images/${id}`);
});

await check('a save whose answer was lost is not blamed on somebody else', async () => {
  await open();
  await value('album').fill('47');
  await answering(`**/images/${id}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    await route.fetch();
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"id":' });
  }, async () => {
    await save.click();
    await alerts.getByText('did not arrive as a whole').waitFor();
  });
  assert.equal((await labelsOf()).metadata.album, '47');
  await saved();
  assert.equal(await value('album').inputValue(), '47');
  assert.ok(await save.isDisabled());
});

/** Answers questions for the image with another tag, or without one. */
async function tagging(change, act) {
  await page.route(`**/images/${id}`, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    const { etag, ...headers } = response.headers();
    const tag = change(etag);
    return route.fulfill({ response, headers: tag ? { ...headers, etag: tag } : headers });
  });
  await act();
  // The page may be asking for the image once more, because an event told of the save.
  await page.unrouteAll({ behavior: 'wait' });
}

await check('a proxy that changes the tag of the image holds up no save', async () => {
  await open();
  const changes = [(tag) => `W/${tag}`, ...['gzip', 'zstd', 'br'].map((coding) => (tag) => `${tag.slice(0, -1)}-${coding}"`)];
  for (const [i, change] of changes.entries()) {
    await value('album').fill(`through proxy ${i}`);
    await tagging(change, saved);
    assert.equal((await labelsOf()).metadata.album, `through proxy ${i}`);
  }
  const answer = await api('GET', `/images/${id}`);
  assert.match(answer.headers()['cache-control'], /no-transform/);
});

await check('without a tag, nothing is written', async () => {
  let writes = 0;
  const count = (request) => { if (request.method() === 'PATCH') writes += 1; };
  page.on('request', count);
  await value('album').fill('unsafe');
  await tagging(() => undefined, async () => {
    await save.click();
    await alerts.getByText(/took the header ETag/).waitFor();
  });
  page.off('request', count);
  assert.equal(writes, 0);
  assert.equal(await value('album').inputValue(), 'unsafe');
  await saved();
});

await check('what is typed stays while a new version is made', async () => {
  await open();
  await value('album').fill('typed');
  await api('POST', `/images/${id}/reprocess`, { recipe: 'crops', default: true });
  await page.locator('.news').getByText('A new version is ready.').waitFor();
  assert.equal(await value('album').inputValue(), 'typed');
  await saved();
  assert.equal((await labelsOf()).metadata.album, 'typed');
});

await check('an answer from before a save does not bring the old name and metadata back', async () => {
  await open();
  const { version } = await described();
  const held = [];
  let isSaved = false;
  await answering(`**/images/${id}/versions`, (route) => (isSaved ? route.continue() : held.push(route)), async () => {
    await api('POST', `/images/${id}/reprocess`, { recipe: 'tiny', default: true });
    await until(async () => { const now = await described(); return now.version !== version && now.state === 'ready' && held.length > 0; });
    await name.fill('newest.png');
    await value('album').fill('newest');
    await save.evaluate((button) => { button.dataset.old = ''; });
    await saved();
    isSaved = true;
    await Promise.all(held.map((route) => route.continue()));
    await page.locator('#label-save:not([data-old])').waitFor();
  });
  assert.equal(await name.inputValue(), 'newest.png');
  assert.equal(await value('album').inputValue(), 'newest');
  assert.equal(await page.locator('h1').textContent(), 'newest.png');
});

await check('the tab has the title of the page, also while somebody types', async () => {
  await open();
  await value('album').fill('typed again');
  await api('PATCH', `/images/${id}`, { name: 'theirs again.png' });
  await api('POST', `/images/${id}/reprocess`, { recipe: 'crops', default: true });
  await page.locator('.news').getByText('A new version is ready.').waitFor();
  assert.equal(await page.locator('h1').textContent(), 'newest.png');
  assert.equal(await page.title(), 'newest.png – Tintype');
  await save.click();
  await alerts.getByText(/the name is “theirs again.png”/).waitFor();
  assert.equal(await page.title(), 'theirs again.png – Tintype');
  await value('album').fill('typed');
  await saved();
});

await check('what is typed outlives a link and the end of the session', async () => {
  const image = page.url();
  await name.fill('not lost.png');
  await add('Colour', 'blue');
  const isThere = async () => {
    await page.locator('#label-save:enabled').waitFor();
    assert.equal(await name.inputValue(), 'not lost.png');
    assert.equal(await page.getByLabel('New key', { exact: true }).inputValue(), 'Colour');
    assert.equal(await page.getByLabel('Value of the new key', { exact: true }).inputValue(), 'blue');
  };
  await page.locator('.brand').click();
  await page.getByText('Drop photos here').waitFor();
  await page.goBack();
  await isThere();
  await answering(`**/images/${id}`, (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' }), async () => {
    await save.click();
    await page.getByLabel('Token').waitFor();
  });
  await api('PATCH', `/images/${id}`, { metadata: { album: '48' } });
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await alerts.getByText('Somebody else has changed this meanwhile: album is “48”').waitFor();
  assert.equal(page.url(), image);
  await isThere();
  assert.equal(await value('album').inputValue(), '48');
  const [question] = await Promise.all([page.waitForEvent('dialog'), page.reload()]);
  assert.equal(question.type(), 'beforeunload');
  await page.locator('#label-save:disabled').waitFor();
  await value('album').fill('typed');
  await saved();
});

await check('a token that may only read sees both, and no fields', async () => {
  const { token: reader } = await (await api('POST', '/tokens', { label: 'labels', scopes: ['images:read'] })).json();
  const signIn = async (text) => {
    await page.goto('about:blank');
    await page.goto(`${url}/#token=${text}`);
    await page.getByText('Drop photos here').waitFor();
  };
  await signIn(reader);
  await open();
  await section.locator('dd', { hasText: /^typed$/ }).waitFor();
  await section.getByText('A token needs the scope images:upload to change this.').waitFor();
  assert.equal(await section.locator('input, button').count(), 0);
  await shots('labels-read', section);
  await signIn(token);
  const own = (await (await api('GET', '/tokens')).json()).tokens.find(({ label }) => label === 'labels');
  await api('DELETE', `/tokens/${own.id}`);
});

await check('the browser complained of each refusal once', async () => {
  assert.equal(excuse(422), 5);
  // The list may be asked for again when the event stream is replaced, and the state of the image may change
  // between reading and writing.
  for (const status of [400, 412]) assert.ok(excuse(status) >= 1);
});
