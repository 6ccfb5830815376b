// Asks a Tintype server, or a server of one's own that passes the same paths on to it.
import { ServerError } from './errors.js';

/**
 * Returns a function that asks: `(method, path, { body, headers, signal })` gives the response, or throws
 * a `ServerError` when there is none. `token` is a text or a function that gives one.
 */
export function asking(url, token) {
  const root = url.replace(/\/$/, '');
  return async (method, path, { body, headers = {}, signal } = {}) => {
    const secret = typeof token === 'function' ? await token() : token;
    return fetch(root + path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        ...(secret ? { authorization: `Bearer ${secret}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
    }).catch(() => {
      signal?.throwIfAborted();
      throw new ServerError(0, { detail: 'The server cannot be reached.' });
    });
  };
}

/** The body of an answer. */
export const read = (response, signal) => response.json().catch(() => {
  signal?.throwIfAborted();
  throw new ServerError(0, { detail: 'The answer of the server did not arrive as a whole.' });
});
