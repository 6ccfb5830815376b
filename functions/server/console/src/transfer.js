// Sends one file to its signed address, with progress. `fetch` cannot tell how much has been sent.
import { ApiError } from './api.js';

const STALLED = 60_000;

/** An address that refused the bytes. */
export class TransferError extends ApiError {
  // 409: an S3 store is just writing the same key for another request.
  get mayHelp() {
    return super.mayHelp || this.status === 409;
  }
}

/** PUTs a file; `progress` hears the bytes that were sent. Ends early when the signal aborts. */
export function put(file, { url, headers }, progress, signal) {
  return new Promise((resolve, reject) => {
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
    request.onerror = () => fail(0, { detail: `${new URL(url).host} cannot be reached, or does not accept uploads of this page.` });
    request.onabort = () => (signal.aborted
      ? reject(signal.reason) : fail(0, { detail: 'The connection does not carry any bytes.' }));
    request.onloadend = () => { clearTimeout(timer); signal.removeEventListener('abort', stop); };
    signal.addEventListener('abort', stop);
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    request.open('PUT', url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    awake();
    request.send(file);
  });
}

/** The problem that a refusal describes; an S3 store answers XML. */
function problemOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
