// Computes digests of files with at most two workers, however many files wait. Where there can be no
// worker, such as under a policy that forbids it, the page does the work piece by piece.
import { digest } from './digest.js';
import { FileError } from './errors.js';

const MOST_WORKERS = 2;

const queue = [];
const idle = [];
let workers = 0;
let isPageBusy = false;
let canHire = typeof Worker === 'function';

/**
 * The SHA-256 of a file in hex. `onProgress` hears the bytes that are done and all bytes.
 * Throws a `FileError` when the file cannot be read.
 */
export function hash(blob, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const job = { blob, progress: (done) => onProgress(done, blob.size) };
    const stop = () => { remove(queue, job); reject(signal.reason); };
    const settled = (settle) => (value) => { signal?.removeEventListener('abort', stop); settle(value); };
    job.resolve = settled(resolve);
    job.reject = settled(reject);
    signal?.addEventListener('abort', stop);
    queue.push(job);
    next();
  });
}

function next() {
  while (queue.length > 0) {
    const worker = canHire ? idle.pop() ?? hired() : undefined;
    if (worker) give(worker, queue.shift());
    else if (canHire || isPageBusy) return;
    else inPage(queue.shift());
  }
}

function hired() {
  if (workers === MOST_WORKERS) return undefined;
  try {
    const worker = isElsewhere()
      ? new Worker(bridge(), { type: 'module' })
      : new Worker(new URL('./hash-worker.js', import.meta.url), { type: 'module' });
    workers += 1;
    return worker;
  } catch {
    canHire = false;
    return undefined;
  }
}

/** Browsers start no worker from another origin, but one of their own may import it. */
const isElsewhere = () => globalThis.origin !== undefined && new URL(import.meta.url).origin !== globalThis.origin;

const bridge = () => URL.createObjectURL(new Blob(
  [`import ${JSON.stringify(new URL('./hash-worker.js', import.meta.url).href)};`], { type: 'text/javascript' }));

function give(worker, job) {
  worker.onerror = (event) => {
    event.preventDefault();
    canHire = false;
    worker.terminate();
    queue.unshift(job);
    next();
  };
  worker.onmessage = ({ data }) => {
    if (data.done !== undefined) {
      job.progress(data.done);
      return;
    }
    idle.push(worker);
    if (data.sha256) job.resolve(data.sha256);
    else job.reject(new FileError(data.error));
    next();
  };
  worker.postMessage(job.blob);
}

async function inPage({ blob, progress, resolve, reject }) {
  isPageBusy = true;
  await digest(blob, progress).then(resolve, (error) => reject(new FileError(error.message)));
  isPageBusy = false;
  next();
}

function remove(list, item) {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
