// One image in the gallery.
import { fileUrl } from './api.js';
import { label } from './catalogue.js';
import { el } from './dom.js';
import { placeholder } from './placeholder.js';

/** What a card shows: one that shows the same is left alone. */
export const looks = (image) => [image.state, image.current?.version ?? '', image.name ?? ''].join(' ');

/** States that the picture does not tell. */
const NOTED = ['queued', 'processing', 'failed', 'awaiting_upload'];

/** A card; `toggle(isRange)` hears that a person chooses it while images are selected. */
export function card(image, toggle) {
  const name = label(image);
  const state = image.state.replace('_', ' ');
  const box = el('input', { type: 'checkbox', class: 'pick', 'aria-label': `Select ${name}`, onclick: (event) => toggle(event.shiftKey) });
  const open = (event) => {
    if (!event.currentTarget.closest('.selecting')) return;
    event.preventDefault();
    toggle(event.shiftKey);
  };
  const href = `#/images/${image.id}`;
  const text = el('span', { class: 'name', title: name }, name);
  const link = image.current
    ? el('a', { href, class: 'card', onclick: open }, picture(image), NOTED.includes(image.state) && el('span', { class: `badge ${image.state}` }, state), text)
    : el('a', { href, class: `card empty ${image.state}`, onclick: open }, el('span', { class: 'state' }, state), text);
  return { element: el('li', { 'data-id': image.id }, box, link), box, looks: looks(image) };
}

function picture({ current }) {
  const shown = el('img', { src: fileUrl(current.thumbnail), alt: '', loading: 'lazy', decoding: 'async' });
  placeholder(shown, current);
  return shown;
}
