// Many uploads at once: what they cost, and the tray that shows and rules them.
import assert from 'node:assert/strict';
import { file } from './pictures.mjs';
import { answering, api, becomeReady, check, home, listed, MANY, page, readyCount, shots, until, url } from './stage.mjs';

const files = (from, count) => Array.from({ length: count }, (_, i) => file(from + i));
const tray = page.locator('.tray');
const button = (name) => tray.locator('.tray-head').getByRole('button', { name });

/** Watches what the page asks for, how long its frames are and how much memory it holds. */
async function watched(act) {
  const asked = { events: 0, images: 0, lists: 0, starts: 0, said: 0, puts: 0, files: 0 };
  let workers = 0;
  const count = (request) => {
    const { pathname } = new URL(request.url());
    const isGet = request.method() === 'GET';
    if (pathname === '/events') asked.events += 1;
    else if (pathname.startsWith('/upload/')) asked.puts += 1;
    else if (pathname.startsWith('/files/')) asked.files += 1;
    else if (pathname.endsWith('/uploaded')) asked.said += 1;
    else if (pathname === '/images') asked[isGet ? 'lists' : 'starts'] += 1;
    else if (isGet && pathname.startsWith('/images/')) asked.images += 1;
  };
  const hired = () => { workers += 1; };
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await heap();
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const frame = (now) => {
      window.longest = Math.max(window.longest, now - last);
      last = now;
      window.watching = requestAnimationFrame(frame);
    };
    window.watching = requestAnimationFrame(frame);
    // The drop itself is measured apart: the browser is handed the bytes of all files in the same task.
    let dropped = Infinity;
    let began;
    window.dropMs = 0;
    window.addEventListener('change', () => { began = performance.now(); }, { capture: true, once: true });
    window.addEventListener('change', () => { dropped = performance.now(); window.dropMs = dropped - began; window.longest = 0; last = dropped; }, { once: true });
    window.longestTask = 0;
    new PerformanceObserver((list) => list.getEntries().filter(({ startTime }) => startTime >= dropped).forEach(({ duration }) => {
      window.longestTask = Math.max(window.longestTask, duration);
    })).observe({ type: 'longtask' });
  });
  page.on('request', count);
  page.on('worker', hired);
  await act();
  page.off('request', count);
  page.off('worker', hired);
  const times = await page.evaluate(() => {
    cancelAnimationFrame(window.watching);
    return { longestFrameMs: Math.round(window.longest), longestTaskMs: Math.round(window.longestTask), dropMs: Math.round(window.dropMs) };
  });
  return { asked, workers, ...times, heapBefore: before, heapAfter: await heap() };
}

await check(`${MANY} uploads need one event stream, two hash workers and three requests each`, async () => {
  await home();
  await page.locator('#recipe').selectOption('tiny');
  const before = await readyCount();
  const { asked, workers, ...measured } = await watched(async () => {
    await page.locator('#files').setInputFiles(files(0, MANY));
    await becomeReady(before + MANY);
  });
  console.log(`     ${JSON.stringify({ ...asked, workers, ...measured })}`);
  assert.ok(asked.events <= 2, `${asked.events} event streams`);
  assert.equal(asked.images, 0, 'questions for single images');
  assert.equal(asked.puts, MANY);
  const beside = Object.values(asked).reduce((sum, count) => sum + count) - asked.puts;
  assert.ok(beside <= 3 * MANY, `${beside} requests beside the uploads`);
  assert.ok(workers <= 2, `${workers} workers`);
  assert.ok(await page.locator('.uploads li').count() <= 50, 'a line for each file');
  await shots('many');
});

await check('Clear removes what is done', async () => {
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
  const wasLost = await page.getByText(/17 files were not uploaded when this page was left/).isVisible();
  await uploads.release();
  await page.locator('#recipe').selectOption('tiny');
  await page.locator('#files').setInputFiles(names);
  await becomeReady(20);
  const own = (await listed()).filter(({ name }) => names.some((one) => one.name === name));
  assert.equal(own.length, 20, 'a file became two images');
  assert.ok(own.every(({ state }) => state === 'ready'));
  assert.ok(wasLost, 'the page says nothing of the files that were not sent');
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
