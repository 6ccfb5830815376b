// The steps that bring one file to the server: hash it, ask for an upload, send it, announce it.
import { image as describe, newKey, pause, post, start, uploaded, uploadUrl } from './api.js';
import { digest } from './digests.js';
import { gate } from './gate.js';
import { attend, ENDS } from './live.js';
import { put } from './transfer.js';

const TRIES = 5;
const inTurn = gate(3);

/**
 * Brings a file to the server, and answers the image as the server has it then. `say` hears a note,
 * `progress` the bytes that were sent, `begun` the image as soon as it is known. Throws an `ApiError` when the server refuses it, any other error
 * when the file cannot be read, and the signal's reason when it aborts. An abort erases nothing: the same
 * file may be on its way a second time, or have arrived, as the same image.
 */
export async function carry(file, recipe, { say, progress, begun, signal }) {
  const sha256 = await digest(file, (part) => say(`reading, ${Math.round(100 * part)} %`));
  await attend();
  const wish = {
    contentType: file.type || 'application/octet-stream', bytes: file.size, sha256, recipe, name: file.name,
  };
  const persist = (act) => again(act, say, signal);
  const started = await persist(() => begin(wish, signal));
  begun(started);
  const permit = await permission(started, persist, signal);
  if (permit) {
    say('waiting to upload');
    await inTurn(() => send(file, started, permit, { say, progress, signal, persist }));
    await uploaded(started.id, started.version);
  }
  signal.throwIfAborted();
  return permit || !ENDS.includes(started.state) ? started : { ...await describe(started.id), version: started.version };
}

/**
 * Asks for an upload. The same file under the same recipe has the same key: dropped again after a
 * reload, it is no second image. An erased image is made anew.
 */
async function begin(wish, signal) {
  const key = `console-${await digest(new Blob([JSON.stringify(wish)]), () => {})}`;
  signal.throwIfAborted();
  try {
    return await start(wish, key);
  } catch (error) {
    if (error.status === 410) return start(wish, newKey());
    throw error;
  }
}

/** The permission to upload, if the server does not have the bytes. */
async function permission(started, persist, signal) {
  if (started.upload || started.state !== 'expired') return started.upload;
  return (await persist(() => post(started.links.upload, undefined, signal))).upload;
}

async function send(file, started, permit, { say, progress, signal, persist }) {
  let { url, headers } = permit;
  await persist(async () => {
    say('uploading');
    try {
      await put(file, { url: uploadUrl(url), headers }, progress, signal);
    } catch (error) {
      // The bytes are stored already.
      if (error.status === 412) return;
      if (error.status !== 403) throw error;
      // The permission has ended.
      ({ upload: { url, headers } = permit } = await post(started.links.upload, undefined, signal));
      await put(file, { url: uploadUrl(url), headers }, progress, signal);
    }
  });
  progress(file.size);
}

/** Acts again, later each time, while that may help. */
async function again(act, say, signal) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted || !error.mayHelp || tries === TRIES) throw error;
      say(`${error.message} Trying again.`);
      await pause(1000 * Math.max(error.retryAfter, 2 ** (tries - 1)), signal);
    }
  }
}
