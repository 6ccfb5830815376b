// The files to upload. A few are under way at once, so that no upload permission grows old while
// other files are read.
import { TransferError } from '@tintype/upload';
import { redrive, signedIn } from './api.js';
import { carry } from './carry.js';
import { ENDS, expect, forget, isDeaf } from './live.js';

const LARGEST = 100_000_000;
const AT_ONCE = 5;

/** Reasons that say nothing about the bytes: the server may try such a version again. */
const REDRIVABLE = ['attempts_exhausted', 'decoder_crashed', 'decoder_timeout'];
const UNDER_WAY = { queued: 'waiting for a worker', processing: 'making variants', superseded: 'making variants' };
const LOST = {
  expired: 'The upload never arrived.',
  erased: 'The image was erased.',
  unknown: 'The server no longer knows this image.',
  unreadable: 'The server cannot read its record of this image.',
};
const UNSTORED = ['waiting', 'carried'];

/**
 * The queue. An entry has a `name`, a `size` and a `sent` in bytes, a `note` for people and a `state`:
 * `waiting`, `carried` (read and sent), `stored` (the server works on it), `ready`, `failed` (for good),
 * `stopped` (another try may help) or `cancelled`.
 */
export class Queue {
  entries = new Set();
  counts = { waiting: 0, carried: 0, stored: 0, ready: 0, failed: 0, stopped: 0, cancelled: 0 };
  bytes = 0;
  sent = 0;
  isPaused = false;
  #waiting = [];
  #carried = 0;
  #number = 0;
  #changed;

  /** @param changed hears each entry whose state, note or progress changed */
  constructor(changed) {
    this.#changed = changed;
  }

  add(files, recipe) {
    for (const file of files) {
      this.#number += 1;
      const entry = {
        file, recipe, number: this.#number, name: file.name, size: file.size, sent: 0, state: 'waiting', note: 'waiting',
      };
      this.entries.add(entry);
      this.counts.waiting += 1;
      this.bytes += file.size;
      if (file.size === 0) this.#end(entry, 'failed', 'The file is empty.');
      else if (file.size > LARGEST) this.#end(entry, 'failed', 'The file is larger than 100 MB.');
      else this.#waiting.push(entry);
    }
    this.#next();
  }

  /** Nothing new begins; what is being sent is sent to its end. */
  pause() {
    this.isPaused = true;
  }

  goOn() {
    this.isPaused = false;
    this.#next();
  }

  /** Ends a file that is not stored yet. */
  cancel(entry) {
    if (!UNSTORED.includes(entry.state)) return;
    entry.abort?.abort();
    forget(entry.image, entry.hear);
    this.#end(entry, 'cancelled', 'cancelled');
  }

  cancelAll() {
    this.entries.forEach((entry) => this.cancel(entry));
  }

  /** Tries a stopped file again. */
  retry(entry) {
    if (entry.state !== 'stopped') return;
    if (!entry.file) {
      this.#redrive(entry);
      return;
    }
    this.#put(entry, 'waiting', 'waiting');
    this.#waiting.push(entry);
    this.#next();
  }

  retryAll() {
    this.entries.forEach((entry) => this.retry(entry));
  }

  /** Forgets the files that are done; those that may be tried again stay. */
  clear() {
    for (const entry of this.entries) {
      if (!['ready', 'failed', 'cancelled'].includes(entry.state)) continue;
      this.entries.delete(entry);
      this.counts[entry.state] -= 1;
      this.bytes -= entry.size;
      this.sent -= entry.sent;
    }
  }

  /** How many files end with this page. */
  get unsent() {
    return this.counts.waiting + this.counts.carried;
  }

  #next() {
    while (!this.isPaused && this.#carried < AT_ONCE && this.#waiting.length > 0) {
      const entry = this.#waiting.shift();
      if (entry.state === 'waiting') this.#carry(entry);
    }
  }

  async #carry(entry) {
    entry.abort = new AbortController();
    const { signal } = entry.abort;
    const unlessCancelled = (act) => (value) => { if (!signal.aborted) act(value); };
    this.#carried += 1;
    this.#put(entry, 'carried', 'reading');
    try {
      const image = await carry(entry.file, entry.recipe, {
        signal,
        say: unlessCancelled((note) => this.#say(entry, note)),
        progress: unlessCancelled((sent) => this.#progress(entry, sent)),
        begun: unlessCancelled((image) => this.#begin(entry, image)),
      });
      if (!signal.aborted) this.#store(entry, image);
    } catch (error) {
      if (!signal.aborted) this.#fail(entry, error);
    }
    this.#carried -= 1;
    this.#next();
  }

  /** From here on, nothing that the event stream tells is missed. */
  #begin(entry, image) {
    entry.image = image.id;
    entry.version = image.version;
    entry.told = undefined;
    entry.hear = (state) => {
      entry.told = state;
      this.#hear(entry, state);
    };
    if (!ENDS.includes(image.state)) expect(image.id, entry.hear, { fresh: true });
  }

  #fail(entry, error) {
    forget(entry.image, entry.hear);
    if (error.status === 401 && !(error instanceof TransferError)) {
      // The session has ended; the file waits for the next one, which may have begun meanwhile.
      this.isPaused ||= !signedIn();
      this.#put(entry, 'waiting', signedIn() ? 'waiting' : 'waiting until you sign in');
      this.#waiting.unshift(entry);
    } else if (error.status === undefined) {
      this.#end(entry, 'failed', `The file cannot be read. It may have changed. Drop it again. (${error.message})`);
    } else {
      this.#end(entry, error.mayHelp ? 'stopped' : 'failed', error.message);
    }
  }

  /** The server has the file: what becomes of it is told by the event stream. */
  #store(entry, image) {
    entry.file = undefined;
    this.#progress(entry, entry.size);
    this.#put(entry, 'stored', 'uploaded');
    if (isDeaf()) {
      forget(entry.image, entry.hear);
      this.#put(entry, 'ready', 'uploaded; this token may not see what becomes of it');
    } else {
      this.#hear(entry, entry.told ?? image);
    }
  }

  #hear(entry, { state, reason, message }) {
    if (entry.state !== 'stored') return;
    if (state === 'ready') this.#put(entry, 'ready', 'ready');
    else if (state === 'failed') this.#put(entry, REDRIVABLE.includes(reason) ? 'stopped' : 'failed', message ?? reason);
    else if (LOST[state]) this.#put(entry, 'failed', LOST[state]);
    else if (UNDER_WAY[state]) this.#say(entry, UNDER_WAY[state]);
  }

  async #redrive(entry) {
    this.#put(entry, 'stored', 'waiting for a worker');
    try {
      await redrive(entry.image, entry.version);
      expect(entry.image, entry.hear);
    } catch (error) {
      this.#put(entry, error.mayHelp ? 'stopped' : 'failed', error.message);
    }
  }

  /** Ends a file that the server does not have. Its bytes are let go unless they may be needed again. */
  #end(entry, state, note) {
    if (state !== 'stopped') entry.file = undefined;
    this.#progress(entry, state === 'stopped' ? 0 : entry.size);
    this.#put(entry, state, note);
  }

  #put(entry, state, note) {
    this.counts[entry.state] -= 1;
    this.counts[state] += 1;
    entry.state = state;
    this.#say(entry, note);
  }

  #progress(entry, sent) {
    this.sent += sent - entry.sent;
    entry.sent = sent;
    this.#changed(entry);
  }

  #say(entry, note) {
    entry.note = note;
    this.#changed(entry);
  }
}
