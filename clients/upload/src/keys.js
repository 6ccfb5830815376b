// Idempotency keys.

/** A key that no other request has. */
export function newKey() {
  // Over plain HTTP, browsers have no randomUUID.
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
