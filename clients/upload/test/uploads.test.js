import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { FileError, ImageError, ServerError, TransferError, Uploads } from '../src/index.js';
import { ID, json, problem, started, stub, VERSION } from './stub.js';

const file = new File(['a picture'], 'a.png', { type: 'image/png' });
const UPLOADED = `POST /images/${ID}/versions/${VERSION}/uploaded`;
const IMAGE = `GET /images/${ID}`;
let server;

afterEach(() => server.close());

const uploads = async (answers, options) => {
  server = await stub(answers);
  return new Uploads({ url: server.url, ...options });
};

test('a file is asked for, sent, announced and waited for', async () => {
  const events = [];
  const image = await (await uploads({}, { token: 'tt_1', events: false }))
    .upload(file, { recipe: 'fast', onEvent: (event) => events.push(event.type) });
  assert.equal(image.state, 'ready');
  assert.deepEqual(server.names(), ['POST /images', 'PUT /upload/x', UPLOADED, IMAGE]);
  const [asked, put] = server.asked;
  assert.equal(asked.headers.authorization, 'Bearer tt_1');
  assert.deepEqual(JSON.parse(asked.body), {
    contentType: 'image/png', bytes: 9, sha256: createHash('sha256').update('a picture').digest('hex'), recipe: 'fast', name: 'a.png',
  });
  assert.equal(put.body.toString(), 'a picture');
  assert.equal(put.headers['if-none-match'], '*');
  assert.equal(put.headers.authorization, undefined, 'the token went to the storage');
  assert.deepEqual(events, ['hashing', 'started', 'waiting', 'sending', 'sending', 'state']);
});

test('a lost answer is asked for again with the same key', async () => {
  const told = [];
  const client = await uploads({
    'POST /images': (_, times) => (times === 1 ? 'cut' : started('ready')),
  });
  await client.send(file, { onEvent: (event) => told.push(event) });
  const keys = server.of('POST /images').map(({ headers }) => headers['idempotency-key']);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.match(keys[0], /^[0-9a-f-]{32,36}$/);
  const { error, millis } = told.find(({ type }) => type === 'retrying');
  assert.ok(error instanceof ServerError && error.status === 0 && error.mayHelp);
  assert.equal(millis, 1000);
});

test('a file that changes after it was hashed is not blamed on the server', async () => {
  const changing = new File(['a picture'], 'a.png', { type: 'image/png' });
  const client = await uploads({
    'PUT /upload/x': () => {
      changing.slice = () => { throw new DOMException('It was changed.', 'NotReadableError'); };
      return 'cut';
    },
  });
  const told = [];
  await assert.rejects(client.send(changing, { onEvent: ({ type }) => told.push(type) }), FileError);
  assert.equal(server.of('PUT /upload/x').length, 1);
  assert.ok(!told.includes('retrying'));
});

test('the pause that the server asks for is kept', async () => {
  let pause;
  const client = await uploads({
    'POST /images': (_, times) => (times === 1 ? problem(503, 'busy', { 'retry-after': '2' }) : started('ready')),
  });
  await client.send(file, { onEvent: (event) => { if (event.type === 'retrying') pause = event.millis; } });
  assert.equal(pause, 2000);
});

test('a refusal is told at once, with its type', async () => {
  const client = await uploads({ 'POST /images': () => problem(422, 'unknown-recipe') });
  await assert.rejects(client.send(file), (error) => error instanceof ServerError && error.status === 422
    && error.type === 'urn:problem:tintype:unknown-recipe' && error.message === 'It is unknown-recipe.' && !error.mayHelp);
  assert.equal(server.asked.length, 1);
});

test('an erased image is made anew under another key', async () => {
  const client = await uploads({
    'POST /images': (_, times) => (times === 1 ? problem(410, 'gone') : started('ready')),
  });
  await client.send(file, { key: 'mine' });
  const [first, second] = server.of('POST /images').map(({ headers }) => headers['idempotency-key']);
  assert.equal(first, 'mine');
  assert.notEqual(second, 'mine');
});

test('a new original of an image is asked for under its id, and an erased image stays erased', async () => {
  const versions = `POST /images/${ID}/versions`;
  await (await uploads({ [versions]: () => started('ready') })).send(file, { image: ID, recipe: 'fast' });
  const [asked] = server.of(versions);
  assert.deepEqual(Object.keys(JSON.parse(asked.body)), ['contentType', 'bytes', 'sha256', 'recipe']);
  server.close();
  const client = await uploads({ [versions]: () => problem(410, 'gone') });
  await assert.rejects(client.send(file, { image: ID }), (error) => error.status === 410);
  assert.deepEqual(server.names(), [versions]);
});

test('bytes that are stored already are announced like others', async () => {
  await (await uploads({ 'PUT /upload/x': () => problem(412, 'already-stored') })).send(file);
  assert.deepEqual(server.names(), ['POST /images', 'PUT /upload/x', UPLOADED]);
});

test('an ended permission is renewed', async () => {
  const client = await uploads({ 'PUT /upload/x': (_, times) => (times === 1 ? problem(403, 'expired') : { status: 200 }) });
  await client.send(file);
  assert.deepEqual(server.names(),
    ['POST /images', 'PUT /upload/x', `POST /images/${ID}/versions/${VERSION}/upload`, 'PUT /upload/x', UPLOADED]);
});

test('a refused upload is a TransferError', async () => {
  const client = await uploads({ 'PUT /upload/x': () => problem(400, 'digest') });
  await assert.rejects(client.send(file), (error) => error instanceof TransferError && error.type === 'urn:problem:tintype:digest');
  assert.equal(server.of(UPLOADED).length, 0);
});

test('a lost announcement does no harm', async () => {
  const image = await (await uploads({ [UPLOADED]: () => 'cut' })).upload(file);
  assert.equal(image.state, 'ready');
});

test('a failed image is an ImageError with the reason', async () => {
  const client = await uploads({
    [IMAGE]: () => json(200, { id: ID, state: 'failed', reason: 'corrupt', message: 'It is damaged.', redrivable: false }),
  });
  await assert.rejects(client.upload(file), (error) => error instanceof ImageError && error.state === 'failed'
    && error.reason === 'corrupt' && error.message === 'It is damaged.' && !error.redrivable && error.image.id === ID);
});

test('an abort rejects with its reason and sends nothing more', async () => {
  const abort = new AbortController();
  const client = await uploads({
    'POST /images': () => {
      abort.abort(new Error('I do not want to.'));
      return started('awaiting_upload');
    },
  });
  await assert.rejects(client.upload(file, { signal: abort.signal }), { message: 'I do not want to.' });
  assert.deepEqual(server.names(), ['POST /images']);
});

test('the event stream tells states, and its end is followed by one look', async () => {
  const stream = ['event: begin\ndata: {}', 'event: state\ndata: {"id":"x","state":"processing"}', 'event: end\ndata: {}'];
  const states = [];
  const client = await uploads({
    'GET /events': () => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: `retry: 2000\n\n${stream.join('\n\n')}\n\n` }),
  }, { token: () => Promise.resolve('tt_2') });
  await client.upload(file, { onEvent: ({ type, state }) => type === 'state' && states.push(state) });
  assert.deepEqual(states, ['processing', 'ready']);
  assert.equal(server.of('GET /events')[0].target, `/events?image=${ID}`);
  assert.equal(server.of('GET /events')[0].headers.authorization, 'Bearer tt_2');
  assert.equal(server.of(IMAGE).length, 1);
});

test('a server without events is looked at instead, and asked for them once', async () => {
  const client = await uploads({
    [IMAGE]: (_, times) => json(200, { id: ID, state: times < 3 ? 'queued' : 'ready' }),
  }, { events: true });
  assert.equal((await client.upload(file)).state, 'ready');
  assert.equal(server.of('GET /events').length, 1);
  assert.equal(server.of(IMAGE).length, 3);
});

test('at most so many files are sent at once', async () => {
  const held = [];
  let now = 0;
  let most = 0;
  const client = await uploads({
    // Each is answered when a second one is there.
    'PUT /upload/x': async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => {
        held.push(resolve);
        if (held.length === 2) held.splice(0).forEach((go) => go());
      });
      now -= 1;
      return { status: 200 };
    },
  }, { atOnce: 2 });
  await Promise.all(Array.from({ length: 6 }, () => client.send(file)));
  assert.equal(server.of('PUT /upload/x').length, 6);
  assert.equal(most, 2);
});

test('a refusal that a request of one\'s own answers is an error, too', async () => {
  server = await stub({ 'POST /images': () => problem(403, 'forbidden') });
  const client = new Uploads({
    request: (method, path, { body, ...options }) => fetch(server.url + path, { ...options, method, body: JSON.stringify(body) }),
  });
  await assert.rejects(client.send(file), { name: 'ServerError', status: 403 });
});
