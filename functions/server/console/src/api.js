// The HTTP API with the token of this tab.

const KEY = 'tintype-token';

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `the server answered ${status}`);
    this.status = status;
    this.type = problem.type ?? '';
  }
}

/** Takes a token from the address (`#token=…`), so that the printed link signs in. */
export function takeTokenFromAddress() {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (!match) return;
  signIn(decodeURIComponent(match[1]));
  history.replaceState(null, '', '#/');
}

export function signedIn() {
  return sessionStorage.getItem(KEY) !== null;
}

export function signIn(token) {
  sessionStorage.setItem(KEY, token);
}

export function signOut() {
  sessionStorage.removeItem(KEY);
}

/** Calls the API; answers the response when its status is fine or 304. */
export async function call(method, path, { body, headers = {}, signal } = {}) {
  const response = await fetch(path, {
    method,
    signal,
    cache: 'no-store',
    headers: {
      authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ''}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (response.ok || response.status === 304) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401) {
    signOut();
    window.dispatchEvent(new Event('signed-out'));
  }
  throw new ApiError(response.status, problem);
}

export async function json(method, path, options) {
  return (await call(method, path, options)).json();
}

export const images = (cursor) => json('GET', `/images?limit=60${cursor ? `&cursor=${cursor}` : ''}`);
export const image = (id) => json('GET', `/images/${encodeURIComponent(id)}`);
export const erase = (id) => call('DELETE', `/images/${encodeURIComponent(id)}`);
export const recipes = () => json('GET', '/recipes');
export const start = (wish, key) =>
  json('POST', '/images', { body: wish, headers: { 'idempotency-key': key } });
export const post = (path, body) => json('POST', path, { body });
