// The web console in a real browser: sign in by the printed link, upload a photo, see every
// variant, erase it. Takes screenshots of every page in light, dark and phone width.
//
//   node test.mjs URL TOKEN PHOTO SCREENSHOTS
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { chromium } from 'playwright-core';

const [url, token, photo, folder] = process.argv.slice(2);
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
    await browser.close();
    console.log(`${passed} passed, 1 failed`);
    process.exit(1);
  }
}

const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const complaints = [];
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(error.message));
const shot = (name) => page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
const name = basename(photo);

await check('the sign-in page asks for a token', async () => {
  await page.goto(url);
  await page.getByLabel('Token').waitFor();
  await shot('sign-in');
});

await check('the printed link signs in and leaves no token in the address', async () => {
  await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
  await page.reload();
  await page.getByText('Drop photos here').waitFor();
  assert.ok(!page.url().includes(token), 'the token stays in the address');
});

await check('an uploaded photo becomes ready', async () => {
  await page.locator('#files').setInputFiles(photo);
  await page.locator('.uploads li.ready').waitFor({ timeout: 60_000 });
  await page.locator('.gallery .card').first().waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await shot('home');
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
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await shot('image');
});

await check('the page reads in the dark and on a phone', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('image-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px wider than the phone`);
  await shot('image-phone');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
});

await check('a file that is no image says why', async () => {
  await page.goto(`${url}/#/`);
  await page.locator('#files').setInputFiles({
    name: '<b>bold</b>.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('this is no image at all'),
  });
  await page.locator('.uploads li.failed').waitFor({ timeout: 60_000 });
  assert.equal(await page.locator('.uploads b').count(), 0, 'a name became markup');
  await shot('failed');
});

await check('an erased image is gone', async () => {
  await page.locator('.gallery .card', { hasText: name }).first().click();
  const variant = await page.locator('table.variants a').first().getAttribute('href');
  await page.locator('#erase').click();
  await shot('erase');
  await page.locator('#erase-now').click();
  await page.getByText('Drop photos here').waitFor();
  await page.waitForFunction(async (link) => (await fetch(link, { cache: 'no-store' })).status === 404,
    variant, { timeout: 90_000, polling: 1000 });
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
  const unexpected = complaints.filter((text) => !/404|410/.test(text));
  assert.deepEqual(unexpected, []);
});

await browser.close();
console.log(`${passed} passed, 0 failed`);
