// The upload module of the server, in pages of another site.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { png } from './pictures.mjs';
import { page as site } from './sites.mjs';
import { launch } from './browser.mjs';
import { allowedPort, api, browser, check, listed, token, url } from './stage.mjs';

const script = `import * as client from '${url}/upload.js'; window.client = client;`;
const HOST = 'pictures.test';

/** A page that has loaded the module; counts its workers. */
async function visited(act, { headers, at = browser, host = 'localhost' } = {}) {
  const { server } = await site(script, Number(allowedPort), headers);
  const context = await at.newContext();
  const there = await context.newPage();
  there.setDefaultTimeout(60_000);
  const workers = [];
  there.on('worker', (worker) => workers.push(worker.url()));
  await there.goto(`http://${host}:${allowedPort}/`);
  await there.waitForFunction(() => window.client);
  try {
    return await act(there, workers);
  } finally {
    await context.close();
    server.close();
    server.closeAllConnections();
  }
}

/** Uploads a picture; answers the image, what was told, and the error's name if there was one. */
const upload = (there, number, name) => there.evaluate(async ([server, secret, bytes, fileName]) => {
  const told = [];
  const uploads = new window.client.Uploads({ url: server, token: secret });
  window.abort = new AbortController();
  try {
    const image = await uploads.upload(new File([new Uint8Array(bytes)], fileName, { type: 'image/png' }), {
      recipe: 'tiny', signal: window.abort.signal, onEvent: (event) => told.push(event),
    });
    return { image, told };
  } catch (error) {
    return { told, error: error.name };
  }
}, [url, token, [...png(number)], name]);

/** Hashes so many equal bytes; answers whether the digest is right. */
const hashes = async (there, length) => {
  const ours = await there.evaluate((many) => window.client.hash(new Blob([new Uint8Array(many).fill(7)])), length);
  return ours === createHash('sha256').update(Buffer.alloc(length, 7)).digest('hex');
};

await check('a page of another site uploads with the module', () => visited(async (there, workers) => {
  const asked = [];
  there.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const { image, told, error } = await upload(there, 3001, 'by module.png');
  assert.equal(error, undefined);
  assert.equal(image.state, 'ready');
  const types = [...new Set(told.map(({ type }) => type))];
  assert.deepEqual(types, ['hashing', 'started', 'waiting', 'sending', 'state']);
  assert.equal(asked.filter((one) => one === 'GET /events').length, 1);
  assert.equal(asked.filter((one) => one === `GET /images/${image.id}`).length, 1, 'it asked again and again');
  assert.equal(workers.length, 1);
  await there.evaluate((html) => { document.body.innerHTML = html; }, image.current.picture.replace('loading="lazy"', ''));
  await there.waitForFunction(() => document.images[0]?.complete && document.images[0].naturalWidth > 0);
}));

await check('the module hashes large files in a worker, piece by piece', () => visited(async (there, workers) => {
  assert.ok(await hashes(there, 30_000_001));
  assert.equal(workers.length, 1);
}));

await check('the module hashes in the page where workers are forbidden', () => visited(async (there, workers) => {
  assert.ok(await hashes(there, 12_000_001));
  assert.ok(await hashes(there, 1000));
  assert.deepEqual(workers, []);
}, { headers: { 'content-security-policy': "worker-src 'none'" } }));

await check('the module works over plain HTTP, without crypto.subtle', async () => {
  const plain = await launch([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
  await visited(async (there) => {
    assert.equal(await there.evaluate(() => crypto.subtle), undefined);
    const { image, error } = await upload(there, 3002, 'by plain HTTP.png');
    assert.equal(error, undefined);
    assert.equal(image.state, 'ready');
  }, { at: plain, host: HOST });
  await plain.close();
});

await check('a lost answer makes no second image', () => visited(async (there) => {
  let lost = 0;
  await there.route(`${url}/images`, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  const { image, told } = await upload(there, 3003, 'lost answer.png');
  assert.equal(lost, 1);
  assert.equal(image.state, 'ready');
  assert.equal(told.filter(({ type }) => type === 'retrying').length, 1);
  assert.equal((await listed()).filter(({ name }) => name === 'lost answer.png').length, 1);
}));

await check('a cancelled upload ends with AbortError, and the image still awaits it', () => visited(async (there) => {
  let id;
  await there.route(`${url}/upload/**`, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.continue();
    id = new URL(route.request().url()).pathname.split('/').at(-2);
    return there.evaluate(() => window.abort.abort());
  });
  const { error } = await upload(there, 3004, 'cancelled.png');
  assert.equal(error, 'AbortError');
  assert.equal((await (await api('GET', `/images/${id}`)).json()).state, 'awaiting_upload');
  await api('DELETE', `/images/${id}`);
}));
