// Shows the stranger's first image in a page of another site, as soon as the API's answer is there: Chromium must decode
// one of its variants. Tells so in the file `seen`.
//   node page.mjs FOLDER   the stranger's folder; the file `answer` in it ends with the answer of the last call
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { launch } from '../console/browser.mjs';

const [folder] = process.argv.slice(2);
const browser = await launch();

while (!existsSync(`${folder}/answer`)) {
  statSync(folder); // it is gone when the stranger has given up
  await new Promise((resolve) => { setTimeout(resolve, 50); });
}
const answer = readFileSync(`${folder}/answer`, 'utf8').trimEnd().split('\n').at(-1);
const { current: { picture }, variants } = JSON.parse(answer);
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>A shop</title><link rel="icon" href="data:,"><body style="margin:0">${picture}`);
});
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });

const site = `http://localhost:${server.address().port}`;
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(site);
const shown = await page.evaluate(async () => {
  const image = document.querySelector('picture img');
  await image.decode();
  return { source: image.currentSrc, width: image.naturalWidth, origin: location.origin };
});
assert.ok(shown.width > 0, 'the image was not decoded');
const variant = variants.find(({ url }) => url === shown.source);
assert.ok(variant, `${shown.source} is not in the answer`);
assert.ok(['avif', 'webp'].includes(variant.format), `the browser took ${variant.format}`);
assert.notEqual(new URL(shown.source).hostname, new URL(shown.origin).hostname);
await browser.close();
server.close();
writeFileSync(`${folder}/seeing`, `a page of ${site} shows ${shown.source}, ${variant.width} px wide\n`);
renameSync(`${folder}/seeing`, `${folder}/seen`);
