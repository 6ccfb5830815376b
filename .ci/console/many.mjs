// Many uploads at once: what they cost, and a reload in the middle.
import assert from 'node:assert/strict';
import { files } from './pictures.mjs';
import { becomeReady, check, home, listed, MANY, page, PATIENCE, readyCount, shots } from './stage.mjs';
import { watched } from './watch.mjs';

const FIRST_CARDS = 60;
const CARDS_AT_ONCE = 12;

async function choose() {
  await home();
  const shown = Math.min(FIRST_CARDS, (await listed()).length);
  await page.waitForFunction((wanted) => document.querySelectorAll('.gallery > li').length >= wanted, shown);
  await page.locator('#recipe').selectOption('tiny');
  return readyCount();
}

await check(`${MANY} uploads need one event stream, two hash workers and three requests each`, async () => {
  const before = await choose();
  const { asked, workers, ...measured } = await watched(async () => {
    await page.locator('#files').setInputFiles(files(100_000, MANY));
    await becomeReady(before + MANY);
  });
  const beside = Object.values(asked).reduce((sum, count) => sum + count) - asked.puts;
  console.log(`     ${JSON.stringify({ ...asked, beside, perImage: Number((beside / MANY).toFixed(2)), workers, ...measured })}`);
  assert.ok(asked.events <= 2, `${asked.events} event streams`);
  assert.equal(asked.images, 0, 'questions for single images');
  assert.equal(asked.puts, MANY);
  assert.ok(beside <= 3 * MANY, `${beside} requests beside the uploads`);
  assert.ok(measured.cardsAtOnce <= CARDS_AT_ONCE, `${measured.cardsAtOnce} cards were made at once`);
  assert.ok(workers <= 2, `${workers} workers`);
  assert.ok(await page.locator('.uploads li').count() <= 50, 'a line for each file');
  await shots('many');
});

await check(`a reload in the middle of ${MANY} uploads loses nothing`, async () => {
  const names = files(200_000, MANY);
  await choose();
  await page.locator('#files').setInputFiles(names);
  await page.waitForFunction((most) => {
    const unsent = Number(sessionStorage.getItem('tintype-unsent'));
    return unsent > 0 && unsent <= most;
  }, (2 * MANY) / 3, { timeout: PATIENCE });
  await page.reload();
  await home();
  await page.getByText(/files were not uploaded when this page was left/).waitFor();
  await choose();
  await page.locator('#files').setInputFiles(names);
  await becomeReady(MANY);
  const wanted = new Set(names.map(({ name }) => name));
  const own = (await listed()).filter(({ name }) => wanted.has(name));
  assert.equal(own.length, MANY, 'a file became two images');
  assert.equal(new Set(own.map(({ name }) => name)).size, MANY, 'a file is missing');
  assert.ok(own.every(({ state }) => state === 'ready'), 'an image is not ready');
});
