// The images of the list that fit a search, read part by part, and kept current by the event stream.
import { ApiError, images, pause } from './api.js';
import { heads } from './heads.js';

const PART = 200;
const FIRST = 60;
const TRIES = 5;
const BY_NAME = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export const label = (image) => image.name ?? image.id;

const ORDERS = {
  newest: (one, other) => (one.id < other.id ? 1 : -1),
  oldest: (one, other) => (one.id < other.id ? -1 : 1),
  name: (one, other) => BY_NAME.compare(label(one), label(other)) || ORDERS.newest(one, other),
};

const plain = (text) => text.normalize('NFKC').toLocaleLowerCase();

/** The entry of metadata that a person typed, such as `album=42`, as the API has it: `album:42`. */
const entryOf = (text) => text.replace(/^([^:=]*)=/, '$1:');

const has = (metadata = {}, text) => {
  const [key] = text.split(':', 1);
  return Object.hasOwn(metadata, key) && metadata[key] === text.slice(key.length + 1);
};

/**
 * What a search looks for: `text` in the name or id, an entry of `metadata`, a `state`, a `recipe`, and
 * the `order` of the result.
 */
export class Catalogue {
  /** Images read so far, whether they fit or not. */
  examined = 0;
  isComplete = false;
  #found = new Map();
  #sorted;
  #next;
  #search;
  #signal;

  constructor(search, signal) {
    this.#search = { ...search, text: plain(search.text), metadata: entryOf(search.metadata) };
    this.#signal = signal;
  }

  /** Images that fit, in order. */
  get list() {
    this.#sorted ??= [...this.#found.values()].sort(ORDERS[this.#search.order]);
    return this.#sorted;
  }

  get size() {
    return this.#found.size;
  }

  get(id) {
    return this.#found.get(id);
  }

  /** Reads until so many fit or all were read. Another order than the list's needs all. */
  async read(wanted, progress) {
    const enough = this.#search.order === 'newest' ? wanted : Infinity;
    while (!this.isComplete && this.#found.size < enough) {
      const limit = this.examined === 0 && wanted <= FIRST && !this.#search.text ? FIRST : PART;
      const part = await this.#part(limit);
      part.images.forEach((image) => this.#add(image));
      this.examined += part.images.length;
      this.#next = part.next;
      this.isComplete = !part.next;
      progress();
    }
  }

  async #part(limit) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await images({ limit, cursor: this.#next, ...this.#filters, signal: this.#signal });
      } catch (error) {
        if (!(error instanceof ApiError) || !error.mayHelp || tries === TRIES) throw error;
        await pause(1000 * Math.max(tries, error.retryAfter), this.#signal);
      }
    }
  }

  /** What the server looks for. */
  get #filters() {
    const { state, metadata } = this.#search;
    return { state, metadata };
  }

  #fits({ id, name, metadata, state, recipe }) {
    const { text, metadata: entry, state: ofState, recipe: ofRecipe } = this.#search;
    return (!entry || has(metadata, entry)) && (!ofState || state === ofState) && (!ofRecipe || recipe === ofRecipe)
      && (!text || plain(name ?? '').includes(text) || id.toLowerCase().includes(text));
  }

  #add(image) {
    if (this.#fits(image)) this.#found.set(image.id, image);
    else this.#found.delete(image.id);
    this.#sorted = undefined;
  }

  remove(id) {
    if (this.#found.delete(id)) this.#sorted = undefined;
  }

  /** Looks these images up again; one that was not read yet is read in its turn. */
  async look(ids) {
    const near = [...ids].filter((id) => this.isComplete || id >= (this.#next ?? ''));
    const found = await heads(near);
    near.forEach((id) => (found.has(id) ? this.#add(found.get(id)) : this.remove(id)));
  }

  /** Reads the newest images again: some may have come or gone without an event. */
  async lookAtNewest() {
    const { images: newest, next } = await images({ limit: FIRST, signal: this.#signal });
    const known = new Set(newest.map(({ id }) => id));
    [...this.#found.keys()].filter((id) => (!next || id >= next) && !known.has(id)).forEach((id) => this.remove(id));
    newest.forEach((image) => this.#add(image));
  }
}
