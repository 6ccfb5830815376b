// Uploads photos in the console, and takes a screenshot when all are ready and shown.
//
//   node picture.mjs URL TOKEN FOLDER PICTURE.jpg
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';

const [url, token, folder, picture] = process.argv.slice(2);
const photos = readdirSync(folder).map((name) => join(folder, name));
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1, colorScheme: 'light',
});
const page = await context.newPage();
page.setDefaultTimeout(600_000);
await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
await page.getByText('Drop photos here').waitFor();
await page.locator('#recipe').selectOption('fast');
await page.locator('#files').setInputFiles(photos);
await page.waitForFunction((many) => Number(document.querySelector('.tray')?.dataset.ready) >= many, photos.length);
await page.locator('.tray').getByRole('button', { name: 'Clear' }).click();
await page.waitForFunction((many) => {
  const shown = [...document.querySelectorAll('.gallery .card img')];
  return shown.length >= many && shown.every((image) => image.complete && image.naturalWidth > 0);
}, photos.length);
await page.evaluate(() => new Promise((painted) => { requestAnimationFrame(() => requestAnimationFrame(painted)); }));
await page.screenshot({ path: picture, type: 'jpeg', quality: 80 });
await browser.close();
const bytes = statSync(picture).size;
assert.ok(bytes <= 120_000, `${bytes} bytes are too many for a README`);
console.log(`${photos.length} photos shown in ${picture}, ${bytes} bytes`);
