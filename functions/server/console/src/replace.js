// A new original for an image, under the same id.
import { newKey, json, post, uploaded, uploadUrl } from './api.js';
import { digest } from './digests.js';
import { put } from './transfer.js';

/**
 * Sends a file as the new original of an image. `say` hears what goes on. Throws an `ApiError` when the
 * server refuses it, any other error when the file cannot be read.
 */
export async function replaceOriginal(image, file, say) {
  const sha256 = await digest(file, (part) => say(`reading, ${Math.round(100 * part)} %`));
  const wish = { contentType: file.type || 'application/octet-stream', bytes: file.size, sha256, recipe: image.recipe };
  const started = await json('POST', `/images/${image.id}/versions`, { body: wish, headers: { 'idempotency-key': newKey() } });
  const { upload } = started.upload || started.state !== 'expired' ? started : await post(started.links.upload);
  if (!upload) return;
  const sent = (bytes) => say(`uploading, ${Math.round((100 * bytes) / Math.max(1, file.size))} %`);
  await put(file, { url: uploadUrl(upload.url), headers: upload.headers }, sent, new AbortController().signal)
    .catch((error) => { if (error.status !== 412) throw error; }); // 412: the bytes are stored already.
  await uploaded(image.id, started.version);
}
