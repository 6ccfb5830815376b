// Tests the web console in a real browser: sign in by the printed link, upload photos, see every variant,
// erase one, at every supported address. Also tests pages of other sites that use the server.
// Takes screenshots of every page in light, dark and phone width.
//
//   node test.mjs URL TOKEN PHOTO SCREENSHOTS ALLOWED-PORT
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';
import { file, places, png } from './pictures.mjs';
import { page as site, proxy } from './sites.mjs';

const [url, token, photo, folder, allowedPort] = process.argv.slice(2);
const PATIENCE = 600_000;
const MANY = Number(process.env.TINTYPE_CONSOLE_UPLOADS ?? 200);
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

let passed = 0;
async function check(name, act) {
  try {
    await act();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    console.error(`FAIL ${name}\n${error.stack}`);
    await page.screenshot({ path: `${folder}/at-failure.png`, fullPage: true }).catch(() => {});
    await browser.close();
    console.log(`${passed} passed, 1 failed`);
    process.exit(1);
  }
}

const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(90_000);
const complaints = [];
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(error.message));
const name = basename(photo);

/** Checks one page at both widths, light and dark; it must not be wider than the screen. */
async function shots(title) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/${title}-${width}-${colorScheme}.png` });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${title}: ${overflow} px wider than ${width} px`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

const loaded = () => page.waitForFunction(() => [...document.images].every((image) => image.complete));
const broken = (of) => of.evaluate(() => [...document.images]
  .filter((image) => image.loading !== 'lazy' || image.getBoundingClientRect().top < innerHeight)
  .filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));

await check('the sign-in page asks for a token', async () => {
  await page.goto(url);
  await page.getByLabel('Token').waitFor();
  await shots('sign-in');
});

await check('a wrong token is told, and may be tried again', async () => {
  await page.getByLabel('Token').fill('tt_000000000000_0000000000000000000000000000000000000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('does not accept this token').waitFor();
  assert.ok(await page.getByLabel('Token').isVisible());
  await shots('sign-in-refused');
});

await check('a link with a token that was revoked says so', async () => {
  await page.goto(`${url}/#token=tt_111111111111_0000000000000000000000000000000000000000`);
  await page.getByRole('alert').getByText('does not accept this token').waitFor();
});

await check('the printed link signs in and leaves no token in the address', async () => {
  await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
  await page.reload();
  await page.getByText('Drop photos here').waitFor();
  assert.ok(!page.url().includes(token), 'the token stays in the address');
});

await check('an uploaded photo becomes ready', async () => {
  await page.locator('#files').setInputFiles(photo);
  await page.locator('.uploads li.ready').waitFor({ timeout: PATIENCE });
  await page.locator('.gallery .card:not(.empty)').first().waitFor();
  await loaded();
  await shots('home');
});

await check('every variant of it is shown and served', async () => {
  await page.locator('.gallery .card', { hasText: name }).first().click();
  await page.locator('table.variants').waitFor();
  const links = await page.locator('table.variants a').evaluateAll((all) => all.map((a) => a.href));
  assert.equal(links.length, 21);
  for (const link of links) {
    const response = await context.request.get(link);
    assert.equal(response.status(), 200, link);
    assert.match(response.headers()['cache-control'], /immutable/, link);
  }
  await loaded();
  await shots('image');
});

await check('the markup with options loads the expected file at two widths', async () => {
  const section = page.locator('section.markup');
  const text = section.locator('pre');
  await section.getByLabel('Priority').selectOption('high');
  assert.equal(await section.getByLabel('Loading').inputValue(), 'eager', 'lazy images have no priority');
  await section.getByLabel('Display width').fill('50vw');
  await section.getByLabel('Description').fill('A "lake" <b> & mountains');
  await section.getByLabel('Colour until it is loaded').check();
  await page.waitForFunction(() => /alt="A &quot;lake.*background-color/.test(document.querySelector('section.markup pre').textContent));
  const html = await text.textContent();
  for (const part of ['fetchpriority="high"', 'loading="eager"', 'sizes="50vw"']) assert.ok(html.includes(part), html);
  await shots('markup');
  for (const [width, expected] of [[600, '320.avif'], [1900, '960.avif']]) {
    const there = await browser.newPage({ viewport: { width, height: 900 } });
    await there.setContent(`<!doctype html><body style="margin:0">${html}`);
    await there.waitForFunction(() => document.images[0].complete && document.images[0].naturalWidth > 0);
    const [source, alt] = await there.evaluate(() => [document.images[0].currentSrc, document.images[0].alt]);
    assert.equal(source.split('/').at(-1), expected, `at ${width} px`);
    assert.equal(alt, 'A "lake" <b> & mountains');
    await there.close();
  }
});

await check('a file that is no image says why', async () => {
  await page.goto(`${url}/#/`);
  await page.locator('#files').setInputFiles({
    name: '<b>bold</b>.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('this is no image at all'),
  });
  await page.locator('.uploads li.failed').waitFor({ timeout: PATIENCE });
  assert.equal(await page.locator('.uploads b').count(), 0, 'a name became markup');
  await shots('failed');
});

/** Asks once a second until the answer is yes. */
async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!await holds()) {
    assert.ok(Date.now() < end, 'it never came true');
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

const SIDES = { width: 240, height: 180 };

/** What each preview shows: the part of the original, in its px, and how many px of it are one px of the screen. */
const previews = () => page.locator('.crop-frame').evaluateAll((frames, { width, height }) => frames.map((frame) => {
  const box = frame.getBoundingClientRect();
  const whole = frame.querySelector('img').getBoundingClientRect();
  const [x, y] = [width / whole.width, height / whole.height];
  return { left: (box.left - whole.left) * x, right: (box.right - whole.left) * x,
    top: (box.top - whole.top) * y, bottom: (box.bottom - whole.top) * y, pixel: Math.max(x, y) };
}), SIDES);

/** The part of the original that each made crop shows, as its pixels say. */
const cuts = () => page.locator('.crop-frame .made').evaluateAll((all) => Promise.all(all.map(async (image) => {
  const bitmap = await createImageBitmap(await (await fetch(image.src)).blob(), { colorSpaceConversion: 'none' });
  const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  pen.drawImage(bitmap, 0, 0);
  const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  const mean = (channel) => {
    let sum = 0;
    for (let i = channel; i < data.length; i += 4) sum += data[i];
    return (sum * 4) / data.length + 0.5;
  };
  const last = data.length - 4;
  return { x: mean(0), y: mean(1), across: data[last] - data[0], down: data[last + 1] - data[1], columns: bitmap.width };
})));

const marker = (there = page) => there.locator('.marker');
const pointOf = async (there = page) => Number(await marker(there).getAttribute('aria-valuenow'));
let focusAddress;

await check('a click moves the focal point, and every crop that follows it', async () => {
  await page.goto(`${url}/#/`);
  await page.locator('#recipe').selectOption('crops');
  const ready = await page.locator('.uploads li.ready').count();
  await page.locator('#files').setInputFiles({ name: 'places.png', mimeType: 'image/png', buffer: places(SIDES.width, SIDES.height) });
  await page.waitForFunction((wanted) => document.querySelectorAll('.uploads li.ready').length === wanted, ready + 1, { timeout: PATIENCE });
  await page.locator('.gallery .card:not(.empty)', { hasText: 'places' }).first().click();
  await page.locator('.focus-picture').waitFor();
  focusAddress = page.url();
  const id = decodeURIComponent(focusAddress.split('/').at(-1));
  const headers = { authorization: `Bearer ${token}` };
  await context.request.post(`${url}/images/${id}/reprocess`, { headers, data: { recipe: 'tall' } });
  await until(async () => (await (await context.request.get(`${url}/images/${id}?recipe=tall`, { headers })).json()).state === 'ready');
  await page.reload();
  await page.locator('.focus-picture').waitFor();
  await loaded();
  assert.equal(await page.locator('.crop-frame').count(), 3, 'the corner does not follow the point');
  assert.equal(await page.locator('.crop-frame .made:visible').count(), 3, 'without a point, the crops are as they were made');
  const picture = await page.locator('.focus-picture .preview').boundingBox();
  const around = await page.locator('.focus-picture').boundingBox();
  assert.ok(Math.abs(picture.width - around.width) < 1 && Math.abs(picture.height - around.height) < 1, 'the marker is beside the picture');
  await page.locator('.focus-picture .preview').click({ position: { x: picture.width * 0.8, y: picture.height * 0.3 } });
  assert.ok(Math.abs(await pointOf() - 8000) <= 50, `${await pointOf()}`);
  assert.equal(await page.locator('.crop-frame .made:visible').count(), 0);
  const [square, banner] = await previews();
  assert.ok(Math.abs(square.left - 60) <= square.pixel, JSON.stringify(square));
  assert.ok(Math.abs(banner.top - 14) <= banner.pixel, JSON.stringify(banner));
  await shots('focus');
});

await check('Cancel takes the point back, and the keyboard and a finger move it', async () => {
  await page.getByRole('button', { name: 'Cancel', exact: true }).and(page.locator('#focus-cancel')).click();
  assert.equal(await page.locator('.crop-frame .made:visible').count(), 3);
  assert.ok(await page.locator('#focus-save').isDisabled());
  await marker().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  assert.equal(await pointOf(), 6200);
  assert.equal(await marker().getAttribute('aria-valuetext'), '62 % from the left, 51 % from the top');
  const before = await previews();
  for (let i = 0; i < 60; i += 1) await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await pointOf(), 10_000);
  assert.ok((await previews())[0].left > before[0].left);
  await marker().hover();
  await page.mouse.down();
  const picture = await page.locator('.focus-picture .preview').boundingBox();
  await page.mouse.move(picture.x + picture.width / 4, picture.y + picture.height / 2);
  await page.mouse.up();
  assert.ok(Math.abs(await pointOf() - 2500) <= 50, `${await pointOf()}`);

  const phone = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const there = await phone.newPage();
  await there.goto(`${url}/#token=${encodeURIComponent(token)}`);
  await there.goto(focusAddress);
  await there.locator('.focus-picture').waitFor();
  await there.waitForFunction(() => [...document.images].every((image) => image.complete));
  await there.locator('.focus-picture').scrollIntoViewIfNeeded();
  const box = await there.locator('.focus-picture .preview').boundingBox();
  await there.touchscreen.tap(box.x + box.width * 0.9, box.y + box.height / 2);
  assert.ok(Math.abs(await pointOf(there) - 9000) <= 50, `${await pointOf(there)}`);
  await there.screenshot({ path: `${folder}/focus-phone.png`, fullPage: true });
  await phone.close();
});

await check('an error of a save is told, and the point stays to be saved', async () => {
  await page.route('**/focus', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"Not now."}' }));
  await page.locator('#focus-save').click();
  await page.locator('.focus').getByRole('alert').getByText('Not now.').waitFor();
  await shots('focus-error');
  await page.unroute('**/focus');
  assert.ok(await page.locator('#focus-save').isEnabled());
});

await check('a saved point cuts what the preview showed', async () => {
  for (const [x, y] of [[0.8, 0.3], [0.03, 0.97], [0.41, 0.55]]) {
    const picture = await page.locator('.focus-picture .preview').boundingBox();
    await page.locator('.focus-picture .preview').click({ position: { x: picture.width * x, y: picture.height * y } });
    const point = await marker().getAttribute('aria-valuetext');
    const predicted = await previews();
    await page.locator('#focus-save').click();
    await page.waitForFunction(() => document.querySelector('#announcer').textContent === 'The focal point is saved'
      && document.querySelector('#focus-save')?.disabled && !document.querySelector('#focus-remove').disabled, null, { timeout: PATIENCE });
    assert.equal(await marker().getAttribute('aria-valuetext'), point);
    await loaded();
    const made = await cuts();
    assert.equal(made.length, 3);
    made.forEach((cut, i) => {
      const shown = predicted[i];
      const error = Math.max(Math.abs((shown.left + shown.right) / 2 - cut.x), Math.abs((shown.top + shown.bottom) / 2 - cut.y));
      // The renderer cuts at whole px of the file, which may be larger than those of the screen.
      const most = Math.max(shown.pixel, (shown.right - shown.left) / cut.columns);
      assert.ok(error <= most, `crop ${i} at ${point}: ${error} px of the original, ${JSON.stringify({ shown, cut })}`);
      assert.ok(cut.across > 0 && cut.down > 0);
    });
    await page.evaluate(() => { document.querySelector('#announcer').textContent = ''; });
  }
  await page.locator('#focus-remove').click();
  await page.locator('#focus-remove').waitFor({ state: 'hidden' });
  assert.equal(await page.locator('.crop-frame .made:visible').count(), 3);
});

/** Answers the question at these addresses otherwise, while an act goes on. */
async function answering(pattern, answer, act) {
  await page.route(pattern, answer);
  await act();
  await page.unroute(pattern);
}

const refusal = (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"Not now."}' });

async function opened(address) {
  await page.goto(`${url}/#/`);
  await page.locator('#recipe').waitFor();
  await page.goto(address);
  await page.locator('#erase').waitFor();
}

await check('the fields move the point, also of a picture narrower than the marker', async () => {
  await page.goto(`${url}/#/`);
  const ready = await page.locator('.uploads li.ready').count();
  await page.locator('#recipe').selectOption('crops');
  await page.locator('#files').setInputFiles({ name: 'narrow.png', mimeType: 'image/png', buffer: places(20, 4000) });
  await page.waitForFunction((wanted) => document.querySelectorAll('.uploads li.ready').length === wanted, ready + 1, { timeout: PATIENCE });
  await page.locator('.gallery .card:not(.empty)', { hasText: 'narrow' }).first().click();
  await page.locator('.focus-picture').waitFor();
  await loaded();
  assert.equal(await page.getByLabel('From the left').inputValue(), '');
  await page.getByLabel('From the top').fill('12.5');
  assert.equal(await marker().getAttribute('aria-valuetext'), '50 % from the left, 12.5 % from the top');
  await page.getByLabel('From the left').fill('100');
  assert.equal(await marker().getAttribute('aria-valuetext'), '100 % from the left, 12.5 % from the top');
  await page.getByLabel('From the left').fill('101');
  assert.equal(await pointOf(), 10_000);
  await marker().focus();
  assert.equal(await page.getByLabel('From the left').inputValue(), '100', 'a field shows the point again');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await page.getByLabel('From the left').inputValue(), '99');
  await shots('narrow');
});

await check('a set that failed is named, and its files are shown as they are', async () => {
  await opened(focusAddress);
  await page.locator('.focus-picture').waitFor();
  const failed = async (route) => {
    const response = await route.fetch();
    const all = await response.json();
    const set = all.sets.find(({ recipe }) => recipe === 'tall');
    const shown = all.versions.find(({ version }) => version === set.shown);
    all.versions.push({ ...structuredClone(shown), version: '0123456789abcdef', state: 'failed' });
    shown.original.focus = { x: 1, y: 1 };
    await route.fulfill({ response, json: all });
  };
  await answering('**/versions', failed, async () => {
    await page.getByLabel('From the left').fill('70');
    await page.locator('#focus-save').click();
    await page.locator('.focus').getByRole('alert').getByText('The set tall has no version with this point because it failed').waitFor();
    assert.equal(await page.locator('.crop-frame .made:visible').count(), 3);
    assert.equal(await page.locator('.focus .failure').count(), 1);
    await shots('focus-failed-set');
  });
  await opened(focusAddress);
  await page.locator('.focus-picture').waitFor();
  assert.equal(await page.locator('.focus .failure').count(), 0, 'every set has the point');
  await page.locator('#focus-remove').click();
  await page.locator('#focus-remove').waitFor({ state: 'hidden' });
});

await check('a new version does not replace a page that is being edited', async () => {
  await opened(focusAddress);
  await page.locator('.focus-picture').waitFor();
  const description = page.locator('section.markup').getByLabel('Description');
  await description.fill('four places');
  await marker().focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#reprocess-recipe').selectOption('tiny');
  await page.getByRole('button', { name: 'Reprocess' }).click();
  await description.focus();
  await page.locator('.news').getByText('A new version is ready.').waitFor({ timeout: PATIENCE });
  assert.equal(await pointOf(), 5100);
  assert.equal(await description.inputValue(), 'four places');
  assert.ok(await description.evaluate((field) => field === document.activeElement), 'the keyboard focus moved');
  await shots('news');
  await page.locator('.news').getByRole('button', { name: 'Reload' }).click();
  await page.locator('.news').waitFor({ state: 'detached' });
  assert.equal(await description.inputValue(), '');
  assert.ok(await page.locator('#focus-save').isDisabled());
  assert.match(await page.locator('dl').textContent(), /Recipetiny/);
});

await check('a part that cannot be loaded leaves the rest of the page', async () => {
  await page.goto(`${url}/#/`);
  const ready = await page.locator('.uploads li.ready').count();
  await page.locator('#recipe').selectOption('tall');
  await page.locator('#files').setInputFiles({ name: 'only crops.png', mimeType: 'image/png', buffer: places(200, 150) });
  await page.waitForFunction((wanted) => document.querySelectorAll('.uploads li.ready').length === wanted, ready + 1, { timeout: PATIENCE });
  await page.locator('.gallery .card:not(.empty)', { hasText: 'only crops' }).first().click();
  await page.locator('.focus-picture').waitFor();
  const address = page.url();
  const tiff = (route) => route.fulfill({ contentType: 'image/tiff', body: Buffer.from('II*\0\b\0\0\0', 'latin1') });
  for (const [pattern, answer, text] of [
    ['**/original', refusal, 'The focal point cannot be moved here: Not now.'],
    ['**/original', tiff, 'this browser cannot show the original'],
    ['**/markup', refusal, 'The markup cannot be shown: Not now.'],
    ['**/recipes', refusal, 'The recipes cannot be shown: Not now.'],
  ]) {
    await page.goto(`${url}/#/`);
    await page.getByText('Drop photos here').waitFor();
    await answering(pattern, answer, async () => {
      await page.goto(address);
      await page.getByRole('alert').getByText(text).waitFor();
      assert.ok(await page.locator('#erase').isVisible());
      assert.equal(await page.locator('#reprocess').count(), pattern === '**/recipes' ? 0 : 1);
      await loaded();
      assert.deepEqual(await broken(page), []);
    });
    if (answer === tiff) await shots('no-original');
  }
});

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
  await there.locator('.uploads li.ready').waitFor({ timeout: PATIENCE });
  await there.locator('.gallery .card:not(.empty)', { hasText: 'picture' }).first().click();
  await there.locator('img.preview').waitFor();
  await there.waitForFunction(() => [...document.images].every((image) => image.complete));
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

await check(`${MANY} uploads need one event stream and two workers`, async () => {
  await page.goto(`${url}/#/`);
  await page.locator('#recipe').selectOption('tiny');
  const asked = { events: 0, images: 0, lists: 0 };
  let workers = 0;
  const count = (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/events') asked.events += 1;
    else if (request.method() === 'GET' && pathname === '/images') asked.lists += 1;
    else if (request.method() === 'GET' && pathname.startsWith('/images/')) asked.images += 1;
  };
  page.on('request', count);
  page.on('worker', () => { workers += 1; });
  const before = await page.locator('.uploads li.ready').count();
  await page.locator('#files').setInputFiles(Array.from({ length: MANY }, (_, i) => file(i)));
  await page.waitForFunction((wanted) => document.querySelectorAll('.uploads li.ready').length === wanted,
    before + MANY, { timeout: 1_500_000, polling: 1000 });
  page.off('request', count);
  console.log(`     ${JSON.stringify({ ...asked, workers })}`);
  assert.ok(asked.events <= 2, `${asked.events} event streams`);
  assert.ok(asked.images <= MANY / 10, `${asked.images} questions for single images`);
  assert.ok(workers <= 2, `${workers} workers`);
  await shots('many');
});

await check('the gallery keeps its place', async () => {
  await page.reload();
  const cards = page.locator('.gallery .card');
  await cards.first().waitFor();
  const more = page.getByRole('button', { name: 'Show more' });
  const long = await more.isVisible();
  if (long) await more.click();
  const shown = long ? 61 : 20;
  await cards.nth(shown).waitFor();
  const target = cards.nth(shown - 5);
  await target.scrollIntoViewIfNeeded();
  const total = await cards.count();
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 0);
  await target.click();
  await page.locator('img.preview').waitFor();
  await page.goBack();
  await cards.first().waitFor();
  await page.waitForTimeout(3000);
  assert.ok(Math.abs(await page.evaluate(() => scrollY) - place) < 5, 'the page moved');
  assert.equal(await cards.count(), total);
});

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
  assert.equal(await page.locator(`.gallery a[href="${new URL(erased).hash}"]`).count(), 0);
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
  const unexpected = complaints.filter((text) => !/401|404|410|503/.test(text));
  assert.deepEqual(unexpected, []);
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

await browser.close();
console.log(`${passed} passed, 0 failed`);
process.exit(0);
