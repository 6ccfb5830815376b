// The gallery: the images that fit a search, more of them as one scrolls, kept current by the event stream.
import { looks, card } from './card.js';
import { Catalogue } from './catalogue.js';
import { arrange, el, failure } from './dom.js';
import { listen } from './live.js';
import { keepPlace, placeFor, returnTo } from './place.js';
import { hashOf, isNarrow, searchFields } from './search.js';
import { selection } from './selection.js';

const STEP = 60;
const BETWEEN_LOOKS = 2000;
const BETWEEN_PAINTS = 250;

/** Cards that are made for one frame while images come and change. */
const AT_ONCE = 12;
const UNFINISHED = ['awaiting_upload', 'queued', 'processing'];

/** Creates the gallery, with `element`, `show(search)`, `visit()` and `leave()`. */
export function gallery(recipes) {
  const list = el('ul', { class: 'gallery' });
  const count = el('span', { class: 'note', id: 'count', role: 'status' });
  const note = el('p', { class: 'note' });
  const wrong = el('div');
  const more = el('button', { class: 'quiet', type: 'button', onclick: () => further() }, 'Show more');
  const countAll = el('button', { class: 'quiet', type: 'button', id: 'count-all', onclick: () => read(Infinity) }, 'Count all');
  const select = el('button', { class: 'quiet', type: 'button', id: 'select', onclick: () => chosen.turn(!chosen.isOn) }, 'Select');
  const fields = searchFields(recipes, (wanted) => {
    history.replaceState(null, '', hashOf(wanted));
    show(wanted);
  });
  const chosen = selection({
    recipes, shown: () => catalogue.list.slice(0, limit), changed: () => paintChoice(),
  });
  const element = el('section', { 'aria-label': 'Images' }, el('h2', {}, 'Images'),
    el('div', { class: 'gallery-head' }, fields.element, el('div', { class: 'actions' }, count, countAll, select)),
    wrong, list, note, el('p', {}, more), chosen.bar, chosen.dialog);
  const cards = new Map();
  const changed = new Set();
  let search;
  let catalogue;
  let abort;
  let limit = STEP;
  let reading = 0;
  let dueLook;
  let duePaint;
  let dueRest;
  let isMissed = false;

  /** Shows what fits a search, where a person was if this page showed it before. */
  async function show(wanted) {
    abort?.abort();
    abort = new AbortController();
    search = wanted;
    fields.set(search);
    const own = new Catalogue(search, abort.signal);
    catalogue = own;
    const place = placeFor(hashOf(search));
    limit = Math.max(STEP, place?.limit ?? 0);
    if (chosen.isOn) chosen.turn(false);
    await read(limit);
    if (own !== catalogue) return;
    paint(Infinity);
    returnTo(place, list);
  }

  /** Reads until so many fit. */
  async function read(wanted) {
    const own = catalogue;
    reading += 1;
    wrong.replaceChildren();
    try {
      await own.read(wanted, () => own === catalogue && paintSoon());
    } catch (error) {
      if (own === catalogue) wrong.replaceChildren(failure(`The images cannot be shown: ${error.message}`));
    }
    reading -= 1;
    if (own === catalogue) paint();
  }

  /** More of them, if they are not under way. */
  function further() {
    if (catalogue.size < limit && (reading > 0 || catalogue.isComplete)) return;
    if (catalogue.size >= limit) limit += STEP;
    if (catalogue.size >= limit || catalogue.isComplete) paint();
    else read(limit);
  }

  const scrolled = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting) && wrong.children.length === 0) further();
  }, { rootMargin: '900px' });

  /** Large results are sorted, and so painted, less often. */
  function paintSoon() {
    duePaint ??= setTimeout(paint, Math.max(BETWEEN_PAINTS, catalogue.size / 20));
  }

  function paint(most = AT_ONCE) {
    clearTimeout(duePaint);
    duePaint = undefined;
    chosen.keep((id) => catalogue.get(id));
    stayBelow();
    let made = 0;
    let isWhole = true;
    const shown = [];
    for (const image of catalogue.list) {
      if (shown.length === limit) break;
      const isStale = cards.get(image.id)?.looks !== looks(image);
      if (isStale && made === most) isWhole = false;
      else if (isStale) {
        made += 1;
        replaceCard(image);
      }
      // Older cards keep the place of those that are made for the next frames.
      if (cards.has(image.id)) shown.push(cards.get(image.id).element);
    }
    arrange(list, shown);
    const kept = new Set(shown);
    cards.forEach(({ element: item }, id) => { if (!kept.has(item)) cards.delete(id); });
    cancelAnimationFrame(dueRest);
    if (!isWhole) dueRest = requestAnimationFrame(() => paint());
    paintTexts();
    scrolled.unobserve(more);
    if (isWhole) scrolled.observe(more);
  }

  function replaceCard(image) {
    const old = cards.get(image.id);
    const made = card(image, (isRange) => chosen.toggle(image, isRange));
    made.box.checked = chosen.has(image.id);
    if (old?.element.isConnected) old.element.replaceWith(made.element);
    cards.set(image.id, made);
  }

  /** Below the newest images, what is on the screen stays while others arrive above it. */
  function stayBelow() {
    const top = list.firstElementChild;
    if (!top || list.getBoundingClientRect().top >= 0) return;
    limit += Math.max(0, catalogue.list.findIndex(({ id }) => id === top.dataset.id));
  }

  function paintTexts() {
    const { size, examined, isComplete } = catalogue;
    const images = size === 1 ? '1 image' : `${size} images`;
    const busy = reading > 0 ? '…' : '';
    if (isComplete) count.textContent = images;
    else count.textContent = isNarrow(search) ? `${images} among the newest ${examined}${busy}` : `the newest ${size}${busy}`;
    countAll.hidden = isComplete || reading > 0;
    note.textContent = '';
    if (size === 0 && isComplete) note.textContent = isNarrow(search) ? 'No image fits.' : 'No images yet. Drop one above.';
    more.hidden = isComplete && size <= limit;
  }

  function paintChoice() {
    list.classList.toggle('selecting', chosen.isOn);
    select.setAttribute('aria-pressed', String(chosen.isOn));
    select.disabled = chosen.isBusy;
    cards.forEach(({ box }, id) => { box.checked = chosen.has(id); });
  }

  function remove(id) {
    catalogue?.remove(id);
    chosen.drop(id);
    paintSoon();
  }

  const stop = listen((state) => {
    if (state) changed.add(state.id);
    else isMissed = true;
    lookSoon();
  });

  function lookSoon(millis = BETWEEN_LOOKS) {
    dueLook ??= setTimeout(look, millis);
  }

  /** Looks at once for however many images changed meanwhile; on another page, when one comes back. */
  async function look() {
    dueLook = undefined;
    if (!element.isConnected || !catalogue) return;
    const own = catalogue;
    const ids = new Set(changed);
    changed.clear();
    const missed = isMissed;
    isMissed = false;
    try {
      if (missed) {
        own.list.slice(0, limit).filter(({ state }) => UNFINISHED.includes(state)).forEach(({ id }) => ids.add(id));
        await own.lookAtNewest();
      }
      await own.look(ids);
    } catch (error) {
      ids.forEach((id) => changed.add(id));
      isMissed ||= missed;
      // A refusal, such as the end of the session, stays one; another search can look.
      if (error.mayHelp || own !== catalogue) lookSoon(Math.max(BETWEEN_LOOKS, 1000 * (error.retryAfter ?? 0)));
    }
    if (own === catalogue) paint();
  }

  const erased = ({ detail }) => remove(detail);
  const labelled = ({ detail }) => { changed.add(detail); lookSoon(); };
  window.addEventListener('erased', erased);
  window.addEventListener('labelled', labelled);
  return {
    element,
    show,
    /** The page shows it again. */
    visit() { isMissed = true; look(); },
    /** The page is left. */
    leave() {
      if (!search || !element.isConnected) return;
      fields.set(search);
      keepPlace(hashOf(search), limit, list);
    },
    close() {
      stop();
      abort?.abort();
      window.removeEventListener('erased', erased);
      window.removeEventListener('labelled', labelled);
    },
    /** The address of what it shows; absent before it shows something. */
    get address() { return search && hashOf(search); },
  };
}
