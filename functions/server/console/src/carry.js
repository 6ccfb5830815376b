// Brings one file to the server, and says how far it is.
import { hash, Uploads } from '@tintype/upload';
import { call, uploadUrl } from './api.js';
import { attend } from './live.js';

const uploads = new Uploads({
  uploadUrl,
  async request(method, path, options) {
    // From then on, nothing that the event stream tells of a new image is missed.
    if (path === '/images') await attend();
    return call(method, path, options);
  },
});

/** The same file under the same recipe has the same key: dropped again after a reload, it is no second image. */
const key = async (wish) => `console-${await hash(new Blob([JSON.stringify(wish)]))}`;

/** Turns the events of an upload into notes for people. */
const heard = (say, { progress, begun }) => (event) => {
  if (event.type === 'hashing') say(`reading, ${Math.round(100 * event.done / Math.max(1, event.total))} %`);
  else if (event.type === 'started') begun(event.image);
  else if (event.type === 'waiting') say('waiting to upload');
  else if (event.type === 'retrying') say(`${event.error.message} Trying again.`);
  else if (event.type === 'sending') {
    if (event.sent === 0) say('uploading');
    progress(event.sent);
  }
};

/**
 * Answers the image as the server has it then. `say` hears a note, `progress` the bytes that were sent,
 * `begun` the image as soon as it is known. Throws an `ApiError` when the server refuses the file, any
 * other error when it cannot be read, and the signal's reason when it aborts.
 */
export function carry(file, recipe, { say, progress, begun, signal }) {
  return uploads.send(file, { recipe, key, onEvent: heard(say, { progress, begun }), signal });
}

/** Brings a file as the new original of an image, as `carry` does. */
export function replaceOriginal(image, file, say) {
  const progress = (sent) => say(`uploading, ${Math.round((100 * sent) / Math.max(1, file.size))} %`);
  return uploads.send(file, { image: image.id, recipe: image.recipe, onEvent: heard(say, { progress, begun: () => {} }) });
}
