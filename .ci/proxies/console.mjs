// Uploads a picture in the console behind a proxy, and waits until the event stream says that it is ready.
//   node console.mjs URL TOKEN
import assert from 'node:assert/strict';
import { launch } from '../console/browser.mjs';
import { file } from '../console/pictures.mjs';

const [url, token] = process.argv.slice(2);
const browser = await launch();
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
