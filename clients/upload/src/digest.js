// The digest of a file, for a worker or the page.
import { Sha256 } from './sha256.js';

/** Small files are handed to the browser as a whole; larger ones are never held in memory. */
const WHOLE = 8 << 20;
const PIECE = 1 << 20;

/** The SHA-256 of a blob in hex; `progress` hears the bytes that are done. */
export async function digest(blob, progress) {
  // Over plain HTTP, browsers have no `crypto.subtle`.
  if (globalThis.crypto?.subtle && blob.size <= WHOLE) {
    const bytes = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    progress(blob.size);
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  const hash = new Sha256();
  for (let at = 0; at < blob.size; at += PIECE) {
    hash.update(new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer()));
    progress(Math.min(blob.size, at + PIECE));
  }
  return hash.hex();
}
