// Every image, newest first. Images already shown keep their place while new ones arrive.
import { fileUrl, images } from './api.js';
import { el } from './dom.js';
import { placeholder } from './placeholder.js';

const BETWEEN_REFRESHES = 2000;

function card(image) {
  const href = `#/images/${image.id}`;
  const name = image.name ?? image.id;
  const properties = { 'data-id': image.id, 'data-seen': seen(image) };
  if (!image.current) {
    return el('li', properties, el('a', { href, class: `card empty ${image.state}` },
      el('span', { class: 'state' }, image.state.replace('_', ' ')), el('span', { class: 'name' }, name)));
  }
  const picture = el('img', { src: fileUrl(image.current.thumbnail), alt: '', loading: 'lazy', decoding: 'async' });
  placeholder(picture, image.current);
  return el('li', properties, el('a', { href, class: 'card' }, picture, el('span', { class: 'name' }, name)));
}

/** What a card shows: one that shows the same is left alone. */
const seen = (image) => [image.state, image.current?.version ?? '', image.name ?? ''].join(' ');

/** Creates the gallery as an element with `refresh()`. */
export function gallery() {
  const list = el('ul', { class: 'gallery' });
  const note = el('p', { class: 'note' });
  const failed = el('p', { class: 'failure', role: 'alert', hidden: true });
  const more = el('button', { class: 'quiet', hidden: true, onclick: showMore }, 'Show more');
  let next;
  let due;

  async function ask(cursor, use) {
    try {
      use(await images(cursor));
      failed.hidden = true;
    } catch (error) {
      failed.textContent = `The images cannot be shown: ${error.message}`;
      failed.hidden = false;
    }
    note.textContent = list.children.length || !failed.hidden ? '' : 'No images yet. Drop one above.';
    more.hidden = !next;
  }

  function showMore() {
    return ask(next, (page) => {
      page.images.forEach((image) => put(image, null));
      next = page.next;
    });
  }

  /** The newest page again; what was loaded below it stays. */
  function showNewest() {
    return ask(undefined, (page) => {
      const fresh = new Set(page.images.map((image) => image.id));
      // More images arrived than one page holds, so the old list no longer continues the new page.
      if (page.next && ![...list.children].some((item) => fresh.has(item.dataset.id))) {
        list.replaceChildren();
        next = page.next;
      }
      const last = page.images.at(-1)?.id ?? '';
      for (const item of [...list.children]) {
        const within = !page.next || item.dataset.id >= last;
        if (within && !fresh.has(item.dataset.id)) item.remove();
      }
      page.images.forEach((image) => put(image, below(image.id)));
      if (!page.next) next = undefined;
    });
  }

  const of = (id) => [...list.children].find((item) => item.dataset.id === id);
  const below = (id) => [...list.children].find((item) => item.dataset.id < id) ?? null;

  function put(image, before) {
    const old = of(image.id);
    if (!old) list.insertBefore(card(image), before);
    else if (old.dataset.seen !== seen(image)) old.replaceWith(card(image));
  }

  /** Asks again soon, once for however many images ended meanwhile. */
  function refresh() {
    due ??= setTimeout(() => { due = undefined; showNewest(); }, BETWEEN_REFRESHES);
  }

  window.addEventListener('erased', ({ detail }) => of(detail)?.remove());
  const element = el('section', { 'aria-label': 'Images' }, el('h2', {}, 'Images'), failed, list, note, more);
  showNewest();
  return { element, refresh, showNewest };
}
