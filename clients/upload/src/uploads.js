// The steps of an upload: hash the file, ask for a permission, send the bytes, announce them, wait.
import { ImageError, ServerError } from './errors.js';
import { events } from './events.js';
import { gate } from './gate.js';
import { hash } from './hash.js';
import { newKey } from './keys.js';
import { put } from './put.js';
import { again, pause } from './retry.js';
import { asking, read } from './server.js';

const AT_ONCE = 3;
const FIRST_LOOK = 300;
const SLOWEST_LOOK = 10_000;

/** States that do not change by themselves. */
const ENDS = ['ready', 'failed', 'expired', 'retired'];

export class Uploads {
  #ask;
  #uploadUrl;
  #hasEvents;
  #inTurn;

  constructor({ url = '', token, request, uploadUrl = (address) => address, events: hasEvents = token !== undefined, atOnce = AT_ONCE } = {}) {
    const ask = request ?? asking(url, token);
    this.#ask = async (...question) => {
      const response = await ask(...question);
      if (!response.ok) throw await ServerError.of(response);
      return response;
    };
    this.#uploadUrl = uploadUrl;
    this.#hasEvents = hasEvents;
    this.#inTurn = gate(atOnce);
  }

  /** Sends a file and waits until every variant is served; answers the image. */
  async upload(file, options = {}) {
    return this.wait(await this.send(file, options), options);
  }

  /**
   * Sends a file, and answers the image as the server has it then. An abort erases nothing: the same
   * file may be on its way a second time, or have arrived, as the same image.
   */
  async send(file, { image, recipe, name = file.name, contentType, focus, key, onEvent = () => {}, signal } = {}) {
    const persist = (act) => again(act, (error, millis) => onEvent({ type: 'retrying', error, millis }), signal);
    const sha256 = await hash(file, { onProgress: (done, total) => onEvent({ type: 'hashing', done, total }), signal });
    const wish = { contentType: contentType ?? (file.type || 'application/octet-stream'), bytes: file.size, sha256, recipe };
    const started = image
      ? await this.#start(`/images/${encodeURIComponent(image)}/versions`, wish, key, persist, signal)
      : await this.#startImage({ ...wish, name, focus }, key, persist, signal);
    onEvent({ type: 'started', image: started });
    const permit = await this.#permission(started, persist, signal);
    if (permit) {
      onEvent({ type: 'waiting' });
      await this.#inTurn(() => this.#send(file, started, permit, { onEvent, signal, persist }));
      // The server notices the original by itself too, only later: so a failure is none.
      await this.#ask('POST', started.links.uploaded, { signal }).catch(() => {});
    }
    signal?.throwIfAborted();
    return permit || !ENDS.includes(started.state) ? started : { ...await this.#look(started.id, signal), version: started.version };
  }

  /** Waits until an image is ready, and answers it. Throws an `ImageError` when it will not be. */
  async wait({ id }, { onEvent = () => {}, signal } = {}) {
    let told;
    const tell = (state) => {
      if (state !== told) onEvent({ type: 'state', state });
      told = state;
    };
    for (let millis = FIRST_LOOK; ; millis = Math.min(2 * millis, SLOWEST_LOOK)) {
      if (!await this.#hear(id, tell, signal)) await pause(millis, signal);
      const image = await again(() => this.#look(id, signal), () => {}, signal);
      tell(image.state);
      if (image.state === 'ready') return image;
      if (ENDS.includes(image.state)) throw new ImageError(image);
    }
  }

  /** Asks for a new image; one that was erased is made anew. */
  async #startImage(wish, wanted, persist, signal) {
    try {
      return await this.#start('/images', wish, wanted, persist, signal);
    } catch (error) {
      if (error.status !== 410) throw error;
      return this.#start('/images', wish, newKey(), persist, signal);
    }
  }

  /** Asks with one key, so that a repeated request makes no second image or version. */
  async #start(path, wish, wanted, persist, signal) {
    const key = (typeof wanted === 'function' ? await wanted(wish) : wanted) ?? newKey();
    return persist(() => this.#json('POST', path, { body: wish, headers: { 'idempotency-key': key }, signal }));
  }

  /** The permission to upload, if the server does not have the bytes. */
  async #permission(started, persist, signal) {
    if (started.upload || started.state !== 'expired') return started.upload;
    return (await persist(() => this.#json('POST', started.links.upload, { signal }))).upload;
  }

  async #send(file, started, permit, { onEvent, signal, persist }) {
    let { url, headers } = permit;
    const progress = (sent) => onEvent({ type: 'sending', sent, total: file.size });
    const send = () => put(file, { url: this.#uploadUrl(url), headers }, progress, signal);
    await persist(async () => {
      progress(0);
      try {
        await send();
      } catch (error) {
        // The bytes are stored already.
        if (error.status === 412) return;
        if (error.status !== 403) throw error;
        // The permission has ended.
        const { upload } = await this.#json('POST', started.links.upload, { signal });
        if (!upload) return;
        ({ url, headers } = upload);
        await send();
      }
    });
    progress(file.size);
  }

  /** Listens until the image has ended; answers whether the server told so. */
  async #hear(id, tell, signal) {
    if (!this.#hasEvents) return false;
    try {
      const response = await this.#ask('GET', `/events?image=${id}`, { headers: { accept: 'text/event-stream' }, signal });
      for await (const { name, data } of events(response)) {
        if (name === 'end') return true;
        if (name === 'state') tell(data.state);
      }
    } catch (error) {
      signal?.throwIfAborted();
      // Such as a server of one's own that passes no events on, or AWS, which has none.
      if (error.status >= 400 && error.status < 500 && error.status !== 429) this.#hasEvents = false;
    }
    return false;
  }

  #look(id, signal) {
    return this.#json('GET', `/images/${encodeURIComponent(id)}`, { signal });
  }

  async #json(method, path, options) {
    return read(await this.#ask(method, path, options), options.signal);
  }
}
