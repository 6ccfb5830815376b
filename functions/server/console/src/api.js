// A client of the HTTP API with the token of this tab. It works under any base URL of the console.
import { pause, ServerError } from '@tintype/upload';

const KEY = 'tintype-token';
const elsewhere = document.querySelector('meta[name=tintype-files]')?.content ?? '';

export { ServerError as ApiError, pause };

/** Takes a token from the URL (`#token=…`), so that the printed link signs in. */
export function takeTokenFromAddress() {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (!match) return;
  signIn(decodeURIComponent(match[1]));
  history.replaceState(null, '', '#/');
}

export function signedIn() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Counts the sessions of this page: the same token may be given again. */
let session = 0;

export function signIn(token) {
  session += 1;
  scopes = undefined;
  sessionStorage.setItem(KEY, token);
}

export function signOut() {
  sessionStorage.removeItem(KEY);
}

/** A path of the server, below the address of this page: a proxy may have put it anywhere. */
function here(path) {
  return new URL(path.replace(/^\//, ''), document.baseURI).href;
}

/** The same path of this server as in a URL that names it by another host. */
function onThisHost(url, folder) {
  const { pathname, search } = new URL(url);
  const at = pathname.lastIndexOf(folder);
  return at < 0 ? url : here(pathname.slice(at) + search);
}

/** Where this page finds a public file: at its own host, unless the server says otherwise. */
export const fileUrl = (url) => (elsewhere ? url : onThisHost(url, '/files/'));

/** Where this page uploads to: its own host knows the signed path as well. */
export const uploadUrl = (url) => onThisHost(url, '/upload/');

/** Calls the API; answers the response when its status is fine or 304. */
export async function call(method, path, { body, headers = {}, signal } = {}) {
  const token = sessionStorage.getItem(KEY);
  const own = session;
  const response = await fetch(here(path), {
    method,
    signal,
    cache: 'no-store',
    headers: {
      authorization: `Bearer ${token ?? ''}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: body ? JSON.stringify(body) : undefined,
  }).catch((error) => {
    if (signal?.aborted) throw error;
    throw new ServerError(0, { detail: 'The server cannot be reached.' });
  });
  if (response.ok || response.status === 304) return response;
  // An answer to an old session must not end a newer one.
  if (response.status === 401 && own === session && signedIn()) {
    signOut();
    window.dispatchEvent(new Event('token-refused'));
  }
  throw await ServerError.of(response);
}

/** Calls the API; answers the body. */
export async function json(method, path, options) {
  return whole(await call(method, path, options), options?.signal);
}

const whole = (response, signal) => response.json().catch((error) => {
  if (signal?.aborted) throw error;
  throw new ServerError(0, { detail: 'The answer of the server did not arrive as a whole.' });
});

/** A part of the list, newest first: those below the cursor, of a state and with an entry of metadata. */
export function images({ signal, ...wanted }) {
  const given = Object.entries(wanted).filter(([, value]) => value);
  return json('GET', `/images?${new URLSearchParams(given)}`, { signal });
}
export const image = (id, set) => json('GET', `/images/${encodeURIComponent(id)}${set ? `?recipe=${encodeURIComponent(set)}` : ''}`);

/** Changes name and metadata unless the image was changed since it had this tag; a part that is missing stays. */
export const label = (id, change, tag) => json('PATCH', `/images/${encodeURIComponent(id)}`,
  { body: change, headers: { 'if-match': tag } });

/** The image and the tag of its state. */
export async function tagged(id) {
  const response = await call('GET', `/images/${encodeURIComponent(id)}`);
  // A proxy that compresses calls the tag weak, or names its coding at the end: no condition accepts that.
  const tag = response.headers.get('etag')?.replace(/^W\//, '').replace(/-(?:br|gzip|zstd)"$/, '"');
  if (!tag) throw new Error('A proxy took the header ETag out of the answer. Without it, nothing can be changed safely.');
  return { image: await whole(response), tag };
}

let scopes;

/** Whether the token has a scope. If the server cannot tell, it will refuse what the token may not do. */
export async function may(scope) {
  scopes ??= json('GET', '/token').then((token) => token.scopes);
  const own = scopes;
  return own.then((all) => all.includes(scope), () => {
    if (own === scopes) scopes = undefined;
    return true;
  });
}

export const versions = (id) => json('GET', `/images/${encodeURIComponent(id)}/versions`);
export const erase = (id) => call('DELETE', `/images/${encodeURIComponent(id)}`);

/** Tells every part of this page that an image is erased. */
export const tellErased = (id) => window.dispatchEvent(new CustomEvent('erased', { detail: id }));
export const recipes = () => json('GET', '/recipes');

/** Tries a version again that failed without a verdict about its bytes. */
export const redrive = (id, version) => post(
  `/images/${encodeURIComponent(id)}/versions/${encodeURIComponent(version)}/redrive`);

export const post = (path, body, signal) => json('POST', path, { body, signal });

/** Moves the focal point of the original of a version, or removes it. */
export const moveFocus = (id, point, version) => (point
  ? json('PUT', `/images/${encodeURIComponent(id)}/focus`, { body: { ...point, version } })
  : json('DELETE', `/images/${encodeURIComponent(id)}/focus?version=${version}`));

/** Lets the browser save the original: its signed address is where the request is sent on to. */
export async function downloadOriginal({ links, name, id }) {
  const response = await call('GET', links.original).catch((error) => {
    if (error.status !== 0) throw error;
    throw new Error('The original has an address that this page may not read. Open the console at the address that the server printed; an S3 store must allow GET from this page.');
  });
  response.body.cancel();
  const link = document.createElement('a');
  link.href = response.url;
  link.download = name ?? id;
  link.click();
}

export const originalFile = async (path) => (await call('GET', path)).blob();
