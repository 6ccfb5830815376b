import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express from 'express';

const { TINTYPE_URL, TINTYPE_TOKEN, TINTYPE_WEBHOOK_SECRET, PORT = 3000 } = process.env;
const page = readFileSync(new URL('../page.html', import.meta.url), 'utf8').replace('{{tintype}}', TINTYPE_URL);
const pictures = new Map(); // a real site has a database
const app = express();

const tintype = (method, path, { headers, body } = {}) => fetch(TINTYPE_URL + path, {
  method, body, headers: { ...headers, authorization: `Bearer ${TINTYPE_TOKEN}` },
});

app.get('/', (_, answer) => answer.type('html').send(page));

// A real site checks here who asks.
app.post(['/api/images', '/api/images/:id/versions/:version/uploaded'], express.text({ type: () => true }), async (asked, answer) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': asked.get('idempotency-key') ?? crypto.randomUUID() };
  const response = await tintype('POST', asked.path.slice(4), { headers, body: asked.body || undefined });
  answer.status(response.status).type(response.headers.get('content-type')).send(await response.text());
});

app.post('/webhook', express.raw({ type: () => true }), async (told, answer) => {
  if (!isSigned(told)) return answer.sendStatus(401);
  const { type, data } = JSON.parse(told.body);
  if (type === 'image.ready') {
    const markup = await tintype('GET', `/images/${data.imageId}/markup?alt=A+picture&sizes=50vw`);
    pictures.set(data.imageId, (await markup.json()).html);
  }
  if (type === 'image.failed') pictures.set(data.imageId, data.message);
  return answer.sendStatus(204);
});

function isSigned({ headers, body }) { // https://www.standardwebhooks.com
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures = '' } = headers;
  const key = Buffer.from(TINTYPE_WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64')}`);
  return Math.abs(Date.now() / 1000 - at) < 300 && signatures.split(' ').map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

app.get('/pictures/:id', (asked, answer) => answer.type('html').send(
  pictures.get(asked.params.id) ?? '<meta http-equiv="refresh" content="1">The picture is being made.'));

app.listen(PORT, '127.0.0.1');
