// The tray of uploads: what it shows, and what it can do with them.
import assert from 'node:assert/strict';
import { file, files } from './pictures.mjs';
import { answering, api, becomeReady, check, home, listed, page, readyCount, shots, until, url } from './stage.mjs';
import { watched } from './watch.mjs';

const tray = page.locator('.tray');
const button = (name) => tray.locator('.tray-head').getByRole('button', { name });

await check('Clear removes what is done', async () => {
  await home();
  await page.locator('#recipe').selectOption('tiny');
  const before = await readyCount();
  await page.locator('#files').setInputFiles(files(20_100, 3));
  await becomeReady(before + 3);
  await button('Clear').click();
  await page.waitForFunction(() => document.querySelector('.tray').hidden);
  assert.equal(await page.locator('.uploads li').count(), 0);
});

/** Keeps uploads from ending until the function that it returns is called. */
async function holding() {
  const held = [];
  let isOpen = false;
  const hold = (route) => (isOpen ? route.continue() : held.push(route));
  await page.route('**/upload/**', hold);
  return {
    held,
    /** Lets only those go that are held by now. */
    letGo: () => Promise.all(held.splice(0).map((route) => route.continue())),
    /** Waits until the browser has given up all that are held: until then, one that goes on may still be sent. */
    givenUp: () => until(() => held.every((route) => route.request().failure())),
    async release() {
      isOpen = true;
      await Promise.all(held.map((route) => route.continue().catch(() => {})));
      await page.unroute('**/upload/**', hold);
    },
  };
}

await check('Pause begins nothing new, and Go on finishes it', async () => {
  const uploads = await holding();
  await page.locator('#files').setInputFiles(files(20_000, 12));
  await until(() => uploads.held.length === 3);
  await button('Pause').click();
  await shots('paused');
  await uploads.release();
  const waiting = () => page.locator('.uploads li.waiting').count();
  await until(async () => await page.locator('.uploads li.carried').count() === 0);
  assert.ok(await waiting() >= 7, `${await waiting()} wait`);
  await button('Go on').click();
  await becomeReady(12);
});

/** Counts from now on, as `window.erasures`, how often the page asks to erase an image. */
const countErasures = () => page.evaluate(() => {
  const { fetch } = window;
  window.erasures = 0;
  window.fetch = (url, options) => {
    if (options?.method === 'DELETE') window.erasures += 1;
    return fetch(url, options);
  };
});

const erasures = () => page.evaluate(() => window.erasures);

await check('Cancel ends what is not stored, and erases no image', async () => {
  const names = files(21_000, 10);
  const uploads = await holding();
  await countErasures();
  await page.locator('#files').setInputFiles(names);
  await until(() => uploads.held.length === 3);
  await page.locator('.uploads li.carried').first().getByRole('button', { name: /Cancel/ }).click();
  await page.locator('.uploads li.cancelled').first().waitFor();
  await button('Cancel all').click();
  await tray.getByText('10 cancelled').waitFor();
  await uploads.givenUp();
  await uploads.release();
  assert.equal(await erasures(), 0);
  await button('Clear').click();
  const left = (await listed()).filter(({ name }) => names.some((one) => one.name === name));
  assert.ok(left.length >= 3, `${left.length} uploads had begun`);
  assert.ok(left.every(({ state }) => state === 'awaiting_upload'), 'a cancelled file was stored');
  for (const { id } of left) await api('DELETE', `/images/${id}`);
});

await check('Cancel of a second copy keeps the image that the first has made', async () => {
  const copy = file(21_100);
  const uploads = await holding();
  await countErasures();
  await page.locator('#files').setInputFiles([copy, copy]);
  await until(() => uploads.held.length === 2);
  await uploads.held.shift().continue();
  await becomeReady(1);
  await page.locator('.uploads li.carried').getByRole('button', { name: /Cancel/ }).click();
  await tray.getByText('1 cancelled').waitFor();
  await uploads.givenUp();
  await uploads.release();
  assert.equal(await erasures(), 0);
  const own = (await listed()).filter(({ name }) => name === copy.name);
  assert.deepEqual(own.map(({ state }) => state), ['ready']);
  await button('Clear').click();
});

await check('a reload in the middle loses nothing', async () => {
  const names = files(22_000, 20);
  const uploads = await holding();
  await page.locator('#files').setInputFiles(names);
  await until(() => uploads.held.length === 3);
  await uploads.letGo();
  await becomeReady(3);
  await page.reload();
  await home();
  await page.getByText(/17 files were not uploaded when this page was left/).waitFor();
  await uploads.release();
  await page.locator('#recipe').selectOption('tiny');
  await page.locator('#files').setInputFiles(names);
  await becomeReady(20);
  const own = (await listed()).filter(({ name }) => names.some((one) => one.name === name));
  assert.equal(own.length, 20, 'a file became two images');
  assert.ok(own.every(({ state }) => state === 'ready'));
});

await check('without an event stream, the list is asked for all uploads at once', async () => {
  await answering('**/events?*', (route) => route.abort(), async () => {
    await page.goto('about:blank');
    await home();
    await page.locator('#recipe').selectOption('tiny');
    const { asked } = await watched(async () => {
      await page.locator('#files').setInputFiles(files(23_000, 30));
      await becomeReady(30);
    });
    assert.equal(asked.images, 0, 'questions for single images');
    assert.ok(asked.lists <= 60, `${asked.lists} lists`);
  });
  await page.goto('about:blank');
  await page.goto(`${url}/#/`);
});
