// Copies the markup of a contact sheet with several options, and shows it in a page of its own: browsers
// must load the expected file at each width, and the sheet's policy must not be violated.
//
//   node copied.mjs INDEX.html
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [sheet] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage();
const complaints = [];
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(error.message));
await page.goto(pathToFileURL(sheet).href);
const box = page.locator('details.markup').first();
await box.locator('summary').click();
const before = await box.locator('code').textContent();
await box.getByLabel('Description').fill('A "lake" <b> & mountains');
await box.getByLabel('Display width').fill('50vw');
await box.getByLabel('Priority').selectOption('high');
await box.getByLabel('Fit into its container').check();
await box.getByLabel('Colour until it is loaded').check();
const whole = await box.locator('code').textContent();
for (const part of ['fetchpriority="high"', 'loading="eager"', 'max-width:100%;height:auto;background-color:#']) {
  assert.ok(!before.includes(part) && whole.includes(part), `${part} in ${whole}`);
}
await box.getByLabel('Crop').selectOption('wide');
const wide = await box.locator('code').textContent();
assert.ok(!wide.includes('background-color'), wide);

/** The name of the file that a browser of this width loads, and the description that it shows. */
async function loads(markup, width) {
  const file = join(dirname(sheet), 'pasted.html');
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><body style="margin:0">${markup}`);
  const there = await browser.newPage({ viewport: { width, height: 900 } });
  await there.goto(pathToFileURL(file).href);
  await there.waitForFunction(() => document.images[0].complete && document.images[0].naturalWidth > 0);
  const [source, alt] = await there.evaluate(() => [document.images[0].currentSrc, document.images[0].alt]);
  await there.close();
  assert.equal(alt, 'A "lake" <b> & mountains');
  return source.split('/').at(-1);
}

for (const [markup, width, expected] of [
  [whole, 600, '320.webp'], [whole, 1200, '640.webp'], [wide, 600, 'wide-400.webp'], [wide, 1500, 'wide-800.webp'],
]) {
  assert.equal(await loads(markup, width), expected, `at ${width} px`);
}
assert.deepEqual(complaints, []);
await browser.close();
console.log('ok   the markup that is copied from a contact sheet loads the expected files');
