// Computes digests of files with at most two workers, however many files wait.
const MOST_WORKERS = 2;

const queue = [];
const idle = [];
let workers = 0;

/** Returns the SHA-256 of a file; `progress` is called with the finished fraction. */
export function digest(file, progress) {
  return new Promise((resolve, reject) => {
    queue.push({ file, progress, resolve, reject });
    next();
  });
}

function next() {
  if (queue.length === 0) return;
  const worker = idle.pop() ?? (workers < MOST_WORKERS ? hired() : undefined);
  if (worker) give(worker, queue.shift());
}

function hired() {
  workers += 1;
  return new Worker('hash-worker.js', { type: 'module' });
}

function give(worker, { file, progress, resolve, reject }) {
  const end = (settle, value) => {
    worker.onmessage = null;
    worker.onerror = null;
    idle.push(worker);
    settle(value);
    next();
  };
  worker.onerror = () => end(reject, new Error('the file could not be read'));
  worker.onmessage = ({ data }) => {
    if (data.done) progress(data.done / Math.max(1, file.size));
    if (data.sha256) end(resolve, data.sha256);
    if (data.error) end(reject, new Error(data.error));
  };
  worker.postMessage(file);
}
