// The states of images, from the server's event streams: one stream for all uploads of this page, and
// one for the image being shown.
import { ApiError, call, image } from './api.js';

const ENDS = ['ready', 'failed', 'expired', 'erased', 'unknown'];
const NEWEST = '/events?newest=1000';
const LINGER = 10_000;
const PAUSE = 3_000;

const waiting = new Map();
let stream;

/** Calls `hear` with every state of one image until it has ended. */
export async function watch(id, hear) {
  for (;;) {
    try {
      for await (const event of events(`/events?image=${id}`)) {
        if (event.name === 'end') return;
        if (event.name === 'state') hear(event.data);
      }
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
        hear({ id, state: 'failed', message: error.message });
        return;
      }
    }
    await pause(PAUSE);
  }
}

/** Opens the stream for uploads; resolves when it covers every image created from now on. */
export function attend() {
  if (!stream) {
    const opened = Promise.withResolvers();
    const abort = new AbortController();
    stream = { opened, abort };
    follow(stream);
  }
  return stream.opened.promise;
}

/** Calls `hear` with every state of an image that was just created. */
export function expect(id, hear) {
  waiting.set(id, hear);
}

async function follow(own) {
  for (let again = false; stream === own; again = true) {
    try {
      for await (const event of events(NEWEST, own.abort.signal)) {
        if (event.name === 'state') tell(event.data);
        if (event.name === 'begin') {
          own.opened.resolve();
          if (again) await askForAll();
        }
      }
    } catch (error) {
      // Uploads continue without the stream; their states are then polled.
      own.opened.resolve();
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) break;
      await askForAll();
    }
    if (stream === own) await pause(PAUSE);
  }
  if (stream === own) stream = undefined;
}

/** Asks for every upload that is waited for, one after the other: the stream was away. */
async function askForAll() {
  for (const id of [...waiting.keys()]) {
    try {
      const found = await image(id);
      tell({ id, state: found.state, reason: found.reason, message: found.message });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) return;
      tell({ id, state: 'failed', message: error.message });
    }
  }
}

function tell(state) {
  const hear = waiting.get(state.id);
  if (!hear) return;
  if (ENDS.includes(state.state)) waiting.delete(state.id);
  hear(state);
  if (waiting.size === 0) leaveSoon(stream);
}

function leaveSoon(own) {
  setTimeout(() => {
    if (waiting.size > 0 || stream !== own || !own) return;
    stream = undefined;
    own.abort.abort();
  }, LINGER);
}

const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** The events of a stream, until the server ends it. */
async function* events(path, signal) {
  const response = await call('GET', path, { headers: { accept: 'text/event-stream' }, signal });
  let rest = '';
  for await (const piece of pieces(response.body.pipeThrough(new TextDecoderStream()))) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop();
    yield* blocks.map(parsed).filter((event) => event.name);
  }
}

async function* pieces(body) {
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

function parsed(block) {
  const field = (name) => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field('data');
  return { name: field('event'), data: data ? JSON.parse(data) : {} };
}
