// Sends one file to its signed address. `fetch` cannot tell how much has been sent, so browsers use
// XMLHttpRequest.
import { FileError, TransferError } from './errors.js';

const STALLED = 60_000;

/**
 * PUTs a file; `progress` hears the bytes that were sent. Ends early when the signal aborts. Throws a
 * `FileError` when the file cannot be read any more: browsers tell that as if no server were there.
 */
export async function put(file, permit, progress, signal) {
  try {
    await (typeof XMLHttpRequest === 'function'
      ? putInBrowser(file, permit, progress, signal) : putByFetch(file, permit, signal));
  } catch (error) {
    if (error.status === 0) await requireReadable(file);
    throw error;
  }
}

async function requireReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new FileError('It was changed, moved or deleted after it was chosen.');
  }
}

function putInBrowser(file, { url, headers }, progress, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    let timer;
    const stop = () => request.abort();
    const awake = () => { clearTimeout(timer); timer = setTimeout(stop, STALLED); };
    const fail = (status, problem) => reject(
      new TransferError(status, problem, Number(request.getResponseHeader('retry-after')) || 0));
    request.upload.onprogress = ({ loaded }) => { awake(); progress(loaded); };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else fail(request.status, problemOf(request.responseText));
    };
    request.onerror = () => fail(0, unreachable(url));
    request.onabort = () => (signal?.aborted
      ? reject(signal.reason) : fail(0, { detail: 'The connection does not carry any bytes.' }));
    request.onloadend = () => { clearTimeout(timer); signal?.removeEventListener('abort', stop); };
    signal?.addEventListener('abort', stop);
    request.open('PUT', url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    awake();
    request.send(file);
  });
}

async function putByFetch(file, { url, headers }, signal) {
  const response = await fetch(url, { method: 'PUT', headers, body: file, signal }).catch(() => {
    signal?.throwIfAborted();
    throw new TransferError(0, unreachable(url));
  });
  const text = await response.text();
  if (!response.ok) {
    throw new TransferError(response.status, problemOf(text), Number(response.headers.get('retry-after')) || 0);
  }
}

const unreachable = (url) => ({ detail: `${new URL(url).host} cannot be reached, or does not accept uploads of this page.` });

/** The problem that a refusal describes; an S3 store answers XML. */
function problemOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
