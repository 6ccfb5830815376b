// Brings images from a page, or from Node.js, to a Tintype server.
export { FileError, ImageError, ServerError, TransferError } from './errors.js';
export { events } from './events.js';
export { gate } from './gate.js';
export { hash } from './hash.js';
export { newKey } from './keys.js';
export { pause } from './retry.js';
export { Uploads } from './uploads.js';
