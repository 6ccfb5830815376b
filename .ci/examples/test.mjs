// Uploads a picture at the site of an example, as a visitor does, and looks at it there.
//   node test.mjs NAME SITE TINTYPE TOKEN SECRET
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { launch } from '../console/browser.mjs';
import { file, png } from '../console/pictures.mjs';

const [name, site, tintype, token, secret] = process.argv.slice(2);
const need = createRequire(new URL('../console/', import.meta.url));
const { build } = need('esbuild');
const path = (url) => fileURLToPath(new URL(url, import.meta.url));

const browser = await launch();

/** A page of the site; what it asks for is kept. */
async function visit(act) {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  const asked = [];
  page.on('request', (request) => asked.push(request));
  await act(page, asked);
  for (const request of asked) {
    assert.ok(!JSON.stringify([await request.allHeaders(), request.url()]).includes(token), `the token is in the page: ${request.url()}`);
  }
  await page.close();
}

/** The page of a picture shows a variant of Tintype, once the webhook has told of it. */
async function seen(page) {
  await page.waitForFunction(() => document.querySelector('picture img')?.complete && document.querySelector('picture img').naturalWidth > 0);
  const [source, sets] = await page.evaluate(() => [document.querySelector('picture img').currentSrc,
    [...document.querySelectorAll('picture [srcset]')].map(({ srcset }) => srcset)]);
  assert.ok(source.startsWith(`${tintype}/files/`), source);
  assert.ok(sets.length > 0 && sets.every((set) => set.includes(`${tintype}/files/`)), 'no srcset');
}

async function check(title, act) {
  await act();
  console.log(`ok   ${name}: ${title}`);
}

await check('a visitor uploads a picture straight to Tintype, and sees it', () => visit(async (page, asked) => {
  await page.goto(site);
  await page.locator('input[type=file]').setInputFiles(file(4001));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.waitForURL(`${site}/pictures/*`);
  await seen(page);
  const put = asked.find((request) => request.method() === 'PUT');
  assert.ok(put.url().startsWith(`${tintype}/upload/`), 'the picture went another way');
}));

await check('a webhook with a wrong signature or an old time is refused', async () => {
  const body = JSON.stringify({ type: 'image.failed', timestamp: new Date().toISOString(), data: { imageId: 'x', message: 'told' } });
  const tell = async (at, key) => {
    const signature = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
    const headers = { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': `${at}`, 'webhook-signature': `v1,AAAA v1,${signature}` };
    return (await fetch(`${site.replace('localhost', '127.0.0.1')}/webhook`, { method: 'POST', headers, body })).status;
  };
  const now = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  assert.equal(await tell(now, Buffer.alloc(32)), 401);
  assert.equal(await tell(now - 3600, key), 401);
  assert.equal(await tell(now, key), 204);
});

/** Lets a page of the site load an example for Uppy, and uploads with it. */
async function withUppy(folder, number) {
  const { outputFiles } = await build({
    entryPoints: [path(`../../examples/${folder}/pictures.js`)], bundle: true, format: 'esm', write: false,
    plugins: [{ name: 'tintype', setup: ({ onResolve }) => onResolve({ filter: /^@tintype\/upload$/ }, () => ({ path: `${tintype}/upload.js`, external: true })) }],
  });
  await visit(async (page) => {
    await page.route(`${site}/uppy.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: outputFiles[0].text }));
    await page.goto(site);
    const result = await page.evaluate(async (bytes) => {
      const { pictures } = await import('/uppy.js');
      const ask = async (wish, key) => (await fetch('/api/images', {
        method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(wish),
      })).json();
      const uppy = pictures(ask);
      uppy.addFile({ source: 'page', name: 'by uppy.png', type: 'image/png', data: new Blob([new Uint8Array(bytes)], { type: 'image/png' }) });
      const { successful, failed } = await uppy.upload();
      await Promise.all(successful.map(({ meta }) => fetch(`/api${meta.uploaded}`, { method: 'POST' })));
      return { failed: failed.map(({ error }) => error), images: successful.map(({ meta }) => meta.image) };
    }, [...png(number)]);
    assert.deepEqual(result.failed, []);
    assert.equal(result.images.length, 1);
    await page.goto(`${site}/pictures/${result.images[0]}`);
    await seen(page);
  });
}

if (name === 'express') {
  await check('Uppy 6 uploads with signRequest', () => withUppy('uppy', 4002));
  await check('Uppy 4 uploads with getUploadParameters', () => withUppy('uppy-4', 4003));
}
await browser.close();
