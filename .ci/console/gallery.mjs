// The gallery: finding images, coming back to where one was, and acting on many.
import assert from 'node:assert/strict';
import { file } from './pictures.mjs';
import { api, check, home, listed, page, shots, until, upload } from './stage.mjs';

const cards = page.locator('.gallery .card');
const count = page.locator('#count');
const counted = (many) => count.getByText(many === 1 ? '1 image' : `${many} images`, { exact: true }).waitFor();
const texts = () => page.locator('.gallery .name').allTextContents();
const search = page.locator('#search');

await upload(Array.from({ length: 150 }, (_, i) => file(40_000 + i)), 'tiny');

await check('the search finds a name, and the address keeps it', async () => {
  await search.fill('PICTURE 40017');
  await count.getByText(/^1 image$/).waitFor();
  assert.deepEqual(await texts(), ['picture 40017.png']);
  assert.match(page.url(), /text=PICTURE\+40017/);
  await page.reload();
  await count.getByText(/^1 image$/).waitFor();
  assert.equal(await search.inputValue(), 'PICTURE 40017');
  await shots('found');
  await search.fill('no such picture');
  await page.getByText('No image fits.').waitFor();
});

await check('the filters show a state or a recipe only', async () => {
  await search.fill('');
  await page.locator('#filter-state').selectOption('failed');
  const failed = (await listed()).filter(({ state }) => state === 'failed').length;
  await counted(failed);
  assert.equal(await cards.count(), failed);
  assert.equal(await page.locator('.gallery .card.failed, .gallery .badge.failed').count(), failed);
  await page.locator('#filter-state').selectOption('');
  await page.locator('#filter-recipe').selectOption('default');
  const usual = (await listed()).filter(({ recipe }) => recipe === 'default');
  await counted(usual.length);
  await page.locator('#filter-recipe').selectOption('');
});

await check('by name, numbers are in order, and oldest first begins with the first', async () => {
  await search.fill('picture 400');
  await page.locator('#order').selectOption('name');
  await count.getByText('100 images').waitFor();
  await page.waitForFunction(() => document.querySelector('.gallery .name').textContent === 'picture 40000.png');
  assert.deepEqual((await texts()).slice(0, 3), ['picture 40000.png', 'picture 40001.png', 'picture 40002.png']);
  await search.fill('');
  await page.locator('#order').selectOption('oldest');
  const first = (await listed()).at(-1);
  await page.waitForFunction((id) => document.querySelector('.gallery li')?.dataset.id === id, first.id);
  await page.locator('#order').selectOption('newest');
});

await check('Count all counts every image', async () => {
  await page.locator('#count-all').click();
  await counted((await listed()).length);
});

/** Where a card is on the screen. */
const top = (id) => page.evaluate((one) => document.querySelector(`.gallery [data-id="${one}"]`)?.getBoundingClientRect().top, id);

await check('more images come as one scrolls, and one comes back to where one was', async () => {
  await page.goto('about:blank');
  await home();
  await cards.first().waitFor();
  for (let shown = 0; shown < 130; shown = await cards.count()) {
    await page.mouse.wheel(0, 3000);
    await page.waitForTimeout(50);
  }
  const target = page.locator('.gallery li').nth(118);
  await target.scrollIntoViewIfNeeded();
  const id = await target.getAttribute('data-id');
  const place = await top(id);
  await target.locator('a').click();
  await page.locator('table.variants').waitFor();
  await page.goBack();
  await cards.first().waitFor();
  assert.ok(Math.abs(await top(id) - place) < 5, 'going back moved the page');
  await page.reload();
  await page.waitForFunction((one) => document.querySelector(`.gallery [data-id="${one}"]`), id);
  await page.waitForFunction(([one, was]) => Math.abs(document.querySelector(`.gallery [data-id="${one}"]`).getBoundingClientRect().top - was) < 5, [id, place]);
  await page.locator(`.gallery [data-id="${id}"] a`).click();
  await page.locator('table.variants').waitFor();
  await page.reload();
  await page.locator('table.variants').waitFor();
  await page.goBack();
  await page.waitForFunction(([one, was]) => Math.abs(document.querySelector(`.gallery [data-id="${one}"]`)?.getBoundingClientRect().top - was) < 5, [id, place]);
});

await check('an image that another client uploads appears by itself', async () => {
  await home();
  await page.evaluate(() => window.scrollTo(0, 0));
  const there = await page.context().newPage();
  await there.goto(page.url());
  await there.evaluate((entries) => { for (const [key, value] of entries) sessionStorage.setItem(key, value); },
    await page.evaluate(() => Object.entries(sessionStorage)));
  await there.reload();
  await there.locator('#recipe').selectOption('tiny');
  await there.locator('#files').setInputFiles(file(41_000));
  await page.locator('.gallery .card:not(.empty)', { hasText: 'picture 41000' }).waitFor();
  await there.close();
});

/** Selects the images with these names by clicks on their cards. */
async function choose(text, wanted) {
  await search.fill(text);
  await page.waitForFunction(([part, many]) => {
    const names = [...document.querySelectorAll('.gallery .name')];
    return names.length === many && names.every((name) => name.textContent.includes(part));
  }, [text, wanted]);
  await page.locator('#select').click();
  await cards.first().click();
  await cards.nth(wanted - 1).click({ modifiers: ['Shift'] });
  await page.getByText(`${wanted} selected`).waitFor();
}

await check('many are reprocessed', async () => {
  await choose('picture 4003', 10);
  await shots('selected');
  await page.locator('#reprocess-many-recipe').selectOption('crops');
  await page.locator('#reprocess-many').click();
  await page.getByText('10 of 10 images requested').first().waitFor();
  await until(async () => (await listed()).filter(({ name, recipe, state }) => /picture 4003\d/.test(name) && recipe === 'crops' && state === 'ready').length === 10);
  await page.getByRole('button', { name: 'Done' }).click();
});

await check('many are erased, after one question', async () => {
  await choose('picture 4004', 10);
  const ids = await page.locator('.gallery li').evaluateAll((all) => all.map(({ dataset }) => dataset.id));
  await page.locator('#erase-many').click();
  await page.getByText('Erase 10 images?').waitFor();
  await shots('erase-many');
  await page.getByRole('button', { name: 'Cancel' }).and(page.locator('dialog[open] button')).click();
  assert.equal(await cards.count(), 10, 'erased without an answer');
  await page.locator('#erase-many').click();
  await page.locator('#erase-many-now').click();
  await page.getByText('10 of 10 images erased').first().waitFor();
  await page.getByText('No image fits.').waitFor();
  for (const id of ids) assert.equal((await api('GET', `/images/${id}`)).status(), 410);
  await page.getByRole('button', { name: 'Done' }).click();
});

await check('an image that leaves the list is not chosen any more', async () => {
  await page.locator('#filter-recipe').selectOption('tiny');
  await choose('picture 4014', 10);
  const gone = await cards.first().locator('xpath=ancestor::li').getAttribute('data-id');
  await api('POST', `/images/${gone}/reprocess`, { recipe: 'crops', default: true });
  await page.getByText('9 selected').waitFor();
  assert.equal(await page.locator(`.gallery [data-id="${gone}"]`).count(), 0);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('#filter-recipe').selectOption('');
});

await check('Stop stays in reach while images are erased, whatever is searched for', async () => {
  await choose('picture 4006', 10);
  const held = [];
  await page.route('**/images/*', (route) => (route.request().method() === 'DELETE' ? held.push(route) : route.continue()));
  await page.locator('#erase-many').click();
  await page.locator('#erase-many-now').click();
  await until(() => held.length === 3);
  assert.ok(await page.locator('#select').isDisabled());
  await search.fill('picture 4007');
  await page.waitForFunction(() => document.querySelector('.gallery .name')?.textContent.includes('picture 4007'));
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await Promise.all(held.map((route) => route.continue()));
  await page.getByText('3 of 10 images erased').first().waitFor();
  await page.unroute('**/images/*');
  await page.getByRole('button', { name: 'Done' }).click();
});

await check('an image that cannot be erased is told, and stays', async () => {
  await choose('picture 4005', 10);
  await page.route('**/images/*', (route) => (route.request().method() === 'DELETE'
    ? route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"detail":"This needs the scope images:erase."}' }) : route.continue()));
  await page.locator('#erase-many').click();
  await page.locator('#erase-many-now').click();
  await page.getByRole('alert').getByText('10 images: This needs the scope images:erase.').waitFor();
  assert.equal(await cards.count(), 10);
  await page.unroute('**/images/*');
  await page.getByRole('button', { name: 'Done' }).click();
  await search.fill('');
});
