// Uploads a picture in the console behind a proxy, and waits until the event stream says that it is ready.
//   node console.mjs URL TOKEN
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { file } from '../console/pictures.mjs';

const [url, token] = process.argv.slice(2);
const { chromium } = createRequire(new URL('../console/', import.meta.url))('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
page.setDefaultTimeout(120_000);
const complaints = [];
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(error.message));
const hosts = new Set();
page.on('request', (request) => { if (/^http/.test(request.url())) hosts.add(new URL(request.url()).origin); });

await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
await page.getByText('Drop photos here').waitFor();
await page.locator('#recipe').selectOption('tiny');
await page.locator('#files').setInputFiles(file(5001));
await page.locator('.uploads li.ready').waitFor();
await page.locator('.gallery .card:not(.empty)', { hasText: 'picture' }).first().click();
await page.waitForFunction(() => document.querySelector('img.preview')?.naturalWidth > 0);
assert.deepEqual(complaints, []);
assert.deepEqual([...hosts], [url]);
await browser.close();
