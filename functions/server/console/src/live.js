// The states of images: one event stream for everything that this page shows. While the server cannot
// be reached, and for images that the stream does not cover, the list is asked for all of them at once.
import { events } from '@tintype/upload';
import { ApiError, call, pause, signedIn } from './api.js';
import { heads } from './heads.js';

export const ENDS = ['ready', 'failed', 'expired', 'erased', 'unknown', 'unreadable'];

/** How many of the newest images the stream covers: few to look at a gallery, many while uploads wait. */
const FEW = 100;
const MANY = 1000;
const LINGER = 10_000;
const AGAIN = 2_000;
const LONGEST = 30_000;
const ASK = 5_000;
const QUIET = 60_000;

const hearers = new Set();
const waiting = new Map();
let stream;
let coming;
let attending = 0;
let asking;

/**
 * Calls `hear` with every state that is told, until the function that it returns is called. `null`
 * means that states may have been missed.
 */
export function listen(hear) {
  hearers.add(hear);
  steer();
  return () => { hearers.delete(hear); steer(); };
}

/**
 * Calls `hear` with every state of one image until it has ended. A fresh image was created after
 * `attend`, so that the stream covers it.
 */
export function expect(id, hear, { fresh = false } = {}) {
  const hears = waiting.get(id)?.hears ?? new Set();
  hears.add(hear);
  waiting.set(id, { hears, fresh, heard: Date.now() });
  steer();
  askLater();
}

/** `hear` hears no more of an image. */
export function forget(id, hear) {
  const hears = waiting.get(id)?.hears;
  if (hears?.delete(hear) && hears.size === 0) end(id);
}

function end(id) {
  waiting.delete(id);
  steer();
}

/** Resolves when the stream covers every image created from now on, or cannot be had. */
export async function attend() {
  attending += 1;
  steer();
  for (let own = coming ?? stream; own; own = isUsed(own) ? undefined : coming ?? stream) {
    await own.opened.promise;
  }
  attending -= 1;
  steer();
}

/** Whether the token may not read states. */
export const isDeaf = () => stream?.isRefused === true;

/** Begins again with the token of a new session, or ends with the session. */
export function restart() {
  const old = [stream, coming];
  stream = undefined;
  coming = undefined;
  old.forEach(abandon);
  steer();
}

function abandon(own) {
  own?.abort.abort();
  own?.opened.resolve();
}

/** Opens, replaces or ends the stream, as what is shown needs it. */
function steer() {
  const needed = need();
  const has = (coming ?? stream)?.newest ?? 0;
  if (needed > has) open(needed);
  else if (needed < has) setTimeout(shrink, LINGER);
}

function need() {
  if (!signedIn()) return 0;
  if (waiting.size > 0 || attending > 0) return MANY;
  return hearers.size > 0 && document.visibilityState === 'visible' ? FEW : 0;
}

function shrink() {
  const needed = need();
  if (!stream || coming || needed >= stream.newest) return;
  if (needed > 0) {
    open(needed);
  } else {
    abandon(stream);
    stream = undefined;
  }
}

function open(newest) {
  const own = {
    newest, opened: Promise.withResolvers(), abort: new AbortController(), isAway: false, isRefused: false,
  };
  const old = coming;
  coming = stream && own;
  stream ??= own;
  abandon(old);
  follow(own);
}

const isUsed = (own) => own === stream || own === coming;

async function follow(own) {
  for (let wait = AGAIN; isUsed(own);) {
    try {
      const response = await call('GET', `/events?newest=${own.newest}`, {
        headers: { accept: 'text/event-stream' }, signal: own.abort.signal,
      });
      for await (const event of events(response)) {
        if (event.name === 'begin') {
          begun(own);
          wait = AGAIN;
        } else if (event.name === 'state') {
          tell(event.data);
        }
      }
    } catch (error) {
      if (!isUsed(own)) return;
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        own.isRefused = true;
        own.opened.resolve();
        return;
      }
    }
    if (!isUsed(own)) return;
    own.isAway = true;
    // Uploads go on without the stream; the list is then asked for their states.
    own.opened.resolve();
    askLater();
    await pause(wait);
    wait = Math.min(2 * wait, LONGEST);
  }
}

/** The stream covers its images from now on; a smaller or larger one before it has done its work. */
function begun(own) {
  if (own === coming) {
    abandon(stream);
    stream = own;
    coming = undefined;
  }
  own.isAway = false;
  // The stream tells only of what changes after its begin. The one before it may not have told all.
  hearers.forEach((hear) => hear(null));
  askFor([...waiting.keys()]);
  own.opened.resolve();
  steer();
}

function tell(state) {
  hearers.forEach((hear) => hear(state));
  const wait = waiting.get(state.id);
  if (!wait) return;
  wait.fresh = true;
  pass(wait, state);
}

function pass(wait, state) {
  wait.heard = Date.now();
  wait.state = state.state;
  if (ENDS.includes(state.state)) end(state.id);
  wait.hears.forEach((hear) => hear(state));
}

function askLater() {
  asking ??= setTimeout(async () => {
    asking = undefined;
    if (!signedIn() || isDeaf()) return;
    await askFor([...waiting].filter(([, wait]) => isUncovered(wait)).map(([id]) => id));
    if (waiting.size > 0 || stream?.isAway) askLater();
  }, ASK);
}

/** An image that fell out of the newest ones is not heard of any more. */
const isUncovered = ({ fresh, heard }) => stream?.isAway || !fresh || Date.now() - heard > QUIET;

/** Asks the list for all of these images. */
async function askFor(ids) {
  if (stream?.isAway) hearers.forEach((hear) => hear(null));
  if (ids.length === 0) return;
  try {
    const found = await heads(ids);
    ids.filter((id) => waiting.has(id)).forEach((id) => {
      const { state, reason, message } = found.get(id) ?? { state: 'unknown' };
      const wait = waiting.get(id);
      wait.heard = Date.now();
      if (state === wait.state) return;
      hearers.forEach((hear) => hear({ id, state }));
      pass(wait, { id, state, reason, message });
    });
  } catch {
    // The server cannot be reached; the next time will tell.
  }
}

document.addEventListener('visibilitychange', steer);
