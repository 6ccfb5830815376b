// Every image, newest first.
import { images } from './api.js';
import { el } from './dom.js';
import { placeholder } from './placeholder.js';

function card(image) {
  const href = `#/images/${image.id}`;
  const name = image.name ?? image.id;
  if (!image.current) {
    return el('li', {}, el('a', { href, class: `card empty ${image.state}` },
      el('span', { class: 'state' }, image.state.replace('_', ' ')), el('span', { class: 'name' }, name)));
  }
  const picture = el('img', { src: image.current.thumbnail, alt: '', loading: 'lazy', decoding: 'async' });
  placeholder(picture, image.current);
  return el('li', {}, el('a', { href, class: 'card' }, picture, el('span', { class: 'name' }, name)));
}

/** The gallery as an element, with `refresh()`. */
export function gallery() {
  const list = el('ul', { class: 'gallery' });
  const note = el('p', { class: 'note' });
  const more = el('button', { class: 'quiet', hidden: true, onclick: () => load(next) }, 'Show more');
  let next;

  async function load(cursor) {
    try {
      const page = await images(cursor);
      if (!cursor) list.replaceChildren();
      list.append(...page.images.map(card));
      next = page.next;
      more.hidden = !next;
      note.textContent = list.children.length ? '' : 'No image yet. Drop one above.';
    } catch (error) {
      note.textContent = error.message;
    }
  }

  const element = el('section', { 'aria-label': 'Images' }, el('h2', {}, 'Images'), list, note, more);
  load();
  return { element, refresh: () => load() };
}
