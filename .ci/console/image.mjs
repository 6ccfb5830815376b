// The page of one image: its sets, its versions, its original and its formats.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { places } from './pictures.mjs';
import { answering, api, check, home, loaded, name, page, photo, shots, until, upload } from './stage.mjs';

const NAME = 'two sets.png';
let id;

const described = async (recipe = '') => (await api('GET', `/images/${id}${recipe && `?recipe=${recipe}`}`)).json();

async function open(title) {
  await home();
  await page.locator('#search').fill(title);
  await page.locator('.gallery .card:not(.empty)', { hasText: title }).first().click();
  await page.locator('table.variants').waitFor();
}

await check('each set of an image has a page', async () => {
  await upload({ name: NAME, mimeType: 'image/png', buffer: places(230, 170) }, 'crops');
  await open(NAME);
  assert.equal(await page.title(), `${NAME} – Tintype`);
  id = new URL(page.url()).hash.split('/').at(-1);
  await api('POST', `/images/${id}/reprocess`, { recipe: 'tall' });
  await until(async () => (await described('tall')).state === 'ready');
  await page.reload();
  await page.locator('.sets').getByRole('link', { name: /^tall/ }).click();
  await page.waitForFunction(() => /Recipetall/.test(document.querySelector('dl')?.textContent));
  assert.match(page.url(), /\?recipe=tall$/);
  await page.locator('section.markup pre').getByText('story').waitFor();
  await loaded();
  await shots('set');
  await page.locator('.sets').getByRole('link', { name: /^crops/ }).click();
  await page.waitForFunction(() => /Recipecrops/.test(document.querySelector('dl')?.textContent));
});

await check('a set goes back to an earlier version, without a new one', async () => {
  const before = (await described()).current.version;
  await api('PUT', `/images/${id}/focus`, { x: 2000, y: 3000 });
  await until(async () => { const now = await described(); return now.state === 'ready' && now.current.version !== before; });
  const versions = page.locator('.versions');
  await versions.getByText('2 versions').waitFor();
  await versions.scrollIntoViewIfNeeded();
  await shots('versions');
  await page.getByRole('button', { name: `Show this version: ${before}` }).click();
  await versions.locator('li.shown', { hasText: before }).waitFor();
  assert.equal((await described()).current.version, before);
});

await check('the original is downloaded as it was uploaded', async () => {
  await open(name);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
  assert.deepEqual(readFileSync(await download.path()), readFileSync(photo));
  assert.equal(download.suggestedFilename(), name);
});

await check('the formats of a size are compared, with their bytes', async () => {
  const figures = page.locator('.compare figure');
  assert.equal(await figures.count(), 3);
  await page.locator('.formats').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll('.compare img')].every((image) => image.complete && image.naturalWidth > 0));
  assert.match(await figures.first().textContent(), /AVIF.*(kB|MB), \d+ % of the largest/);
  await shots('formats');
  await page.locator('#compare-size').selectOption({ index: 4 });
  await page.locator('#compare-whole').check();
  await page.waitForFunction(() => [...document.querySelectorAll('.compare img')].every((image) => image.complete && image.naturalWidth > 1000));
  await page.locator('.frame').first().evaluate((frame) => { frame.scrollTop = 100; frame.scrollLeft = 150; });
  await page.waitForFunction(() => [...document.querySelectorAll('.frame')].every((frame) => frame.scrollTop === 100 && frame.scrollLeft === 150));
  await shots('formats-whole');
});

await check('two formats of a size are laid over each other', async () => {
  const frame = page.locator('.overlay');
  const slider = page.getByRole('slider', { name: 'Divider between the two formats' });
  const shown = () => frame.evaluate((element) => {
    const [under, over, edge] = ['.left', '.right', '.edge'].map((part) => element.querySelector(part).getBoundingClientRect());
    const cut = ['left', 'right'].map((side) => getComputedStyle(element.querySelector(`img.${side}`)).clipPath);
    return { isSame: ['left', 'top', 'width', 'height'].every((side) => Math.abs(under[side] - over[side]) < 1),
      edge: Math.round(100 * (edge.left + edge.width / 2 - under.left) / under.width), cut };
  });
  const sources = () => frame.locator('img').evaluateAll((all) => all.map(({ src }) => src.split('.').at(-1)));
  await page.locator('#compare-size').selectOption({ index: 3 });
  await frame.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll('.overlay img')].every((image) => image.complete && image.naturalWidth > 0));
  assert.deepEqual(await shown(), { isSame: true, edge: 50, cut: ['inset(0px 50% 0px 0px)', 'inset(0px 0px 0px 50%)'] });
  await slider.focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
  assert.deepEqual(await shown(), { isSame: true, edge: 55, cut: ['inset(0px 45% 0px 0px)', 'inset(0px 0px 0px 55%)'] });
  assert.match(await slider.getAttribute('aria-valuetext'), /^55 % [A-Z]+, 45 % [A-Z]+$/);
  await page.locator('#overlay-left').selectOption('jpeg');
  await page.locator('#overlay-right').selectOption('webp');
  assert.deepEqual(await sources(), ['jpg', 'webp']);
  await page.locator('#compare-size').selectOption({ index: 4 });
  assert.deepEqual(await sources(), ['jpg', 'webp'], 'another size forgets the formats');
  await page.setViewportSize({ width: 390, height: 900 });
  await frame.scrollIntoViewIfNeeded();
  const box = await frame.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await page.mouse.up();
  const { edge, isSame } = await shown();
  assert.ok(isSame && Math.abs(edge - 25) <= 2, `${edge} %`);
  await shots('overlay', page.locator('.formats'));
});

await check('an open page stays while the server cannot be reached', async () => {
  await open(NAME); // The event stream covers only newer images.
  const title = await page.locator('h1').textContent();
  await page.route('**/images/**', (route) => route.abort());
  const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith(`/images/${id}`));
  const answer = await api('POST', `/images/${id}/reprocess`, { recipe: 'tiny', default: true });
  assert.equal(answer.status(), 202, await answer.text());
  await failed;
  assert.equal(await page.locator('h1').textContent(), title);
  await page.unroute('**/images/**');
});

await check('a change before the event stream begins is shown', async () => {
  let begin;
  const begun = new Promise((resolve) => { begin = resolve; });
  await answering('**/events?*', async (route) => { await begun; await route.continue(); }, async () => {
    await page.reload();
    await page.locator('table.variants').waitFor();
    await api('POST', `/images/${id}/reprocess`, { recipe: 'tall', default: true });
    await until(async () => (await described()).recipe === 'tall');
    begin();
    await page.locator('dl', { hasText: /Recipe\s*tall/ }).waitFor();
  });
});
