// The focal point: the preview is what is made.
import assert from 'node:assert/strict';
import { places } from './pictures.mjs';
import {
  answering, broken, browser, check, context, folder, loaded, page, PATIENCE, refusal, shots, token, until, upload, url,
} from './stage.mjs';

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
  await upload({ name: 'places.png', mimeType: 'image/png', buffer: places(SIDES.width, SIDES.height) }, 'crops');
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
  await there.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
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

async function opened(address) {
  await page.goto(`${url}/#/`);
  await page.locator('#recipe').waitFor();
  await page.goto(address);
  await page.locator('#erase').waitFor();
}

await check('the fields move the point, also of a picture narrower than the marker', async () => {
  await upload({ name: 'narrow.png', mimeType: 'image/png', buffer: places(20, 4000) }, 'crops');
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
  await upload({ name: 'only crops.png', mimeType: 'image/png', buffer: places(200, 150) }, 'tall');
  await page.locator('.gallery .card:not(.empty)', { hasText: 'only crops' }).first().click();
  await page.locator('.focus-picture').waitFor();
  const address = page.url();
  const tiff = (route) => route.fulfill({ contentType: 'image/tiff', body: Buffer.from('II*\0\b\0\0\0', 'latin1') });
  for (const [pattern, answer, text] of [
    ['**/original', refusal, 'The focal point cannot be moved here: Not now.'],
    ['**/original', tiff, 'this browser cannot show the original'],
    ['**/markup?*', refusal, 'The markup cannot be shown: Not now.'],
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
