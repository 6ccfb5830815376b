// Takes a screenshot of a contact sheet after every image was decoded.
//
//   node sheet.mjs INDEX.html PICTURE.jpg
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [sheet, picture] = process.argv.slice(2);
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: 1360, height: 740 }, deviceScaleFactor: 1.25, colorScheme: 'light',
});
const page = await context.newPage();
await page.goto(pathToFileURL(sheet).href);

// The sheet loads images lazily and decodes them asynchronously, so the screenshot waits
// for all of them. An image without pixels has not been decoded.
const images = await page.evaluate(async () => {
  const all = [...document.images];
  for (const image of all) {
    image.loading = 'eager';
    image.decoding = 'sync';
  }
  await Promise.all(all.map((image) => image.decode()));
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  return all.map((image) => [image.currentSrc, image.complete && image.naturalWidth > 0]);
});
assert.deepEqual(images.filter(([, decoded]) => !decoded), []);
await page.screenshot({ path: picture, type: 'jpeg', quality: 82, fullPage: true });
await browser.close();
const bytes = statSync(picture).size;
assert.ok(bytes < 300_000, `${bytes} bytes are too many for a README`);
console.log(`${images.length} images shown in ${picture}, ${bytes} bytes`);
