// Two formats of one size, one laid over the other, with a divider between them.
import { fileUrl } from './api.js';
import { bytes, choice, el } from './dom.js';

const MIDDLE = 50;

/** The part of the page: `element`, and `show(formats)` for the variants of one size. */
export function overlay() {
  const place = el('div');
  const chosen = { at: MIDDLE };
  const show = (formats) => place.replaceChildren(...laid(formats, chosen));
  return { element: place, show };
}

/** What was chosen for another size stays, if this one has such a format. */
function laid(formats, chosen) {
  const byBytes = formats.toSorted((one, other) => other.bytes - one.bytes);
  const frame = el('div', { class: 'overlay' });
  const note = el('p', { class: 'note' });
  const slider = el('input', { type: 'range', id: 'overlay-at', min: '0', max: '100', value: String(chosen.at), 'aria-label': 'Divider between the two formats' });
  const select = (side, usual) => choice({ id: `overlay-${side}`, name: side, onchange: () => fill() },
    formats.map(({ format }) => [format, format.toUpperCase()]),
    formats.some(({ format }) => format === chosen[side]) ? chosen[side] : usual.format);
  const left = select('left', byBytes[0]);
  const right = select('right', byBytes.at(-1));
  const move = () => {
    chosen.at = Number(slider.value);
    frame.style.setProperty('--at', `${chosen.at}%`);
    slider.setAttribute('aria-valuetext', `${chosen.at} % ${left.value.toUpperCase()}, ${100 - chosen.at} % ${right.value.toUpperCase()}`);
  };
  const fill = () => {
    [left, right].forEach((field) => { chosen[field.name] = field.value; });
    note.textContent = '';
    const shown = [left, right].map(({ name: side, value }) => ({ side, ...formats.find(({ format }) => format === value) }));
    frame.replaceChildren(
      ...shown.map(({ side, format, url, width, height }) => el('img', { class: side, src: fileUrl(url), width, height,
        alt: `As ${format}`, loading: 'lazy', decoding: 'async', draggable: 'false',
        onerror: () => { note.textContent = `This browser cannot show ${format.toUpperCase()}.`; } })),
      ...shown.map((variant) => el('span', { class: `of ${variant.side}`, 'aria-hidden': 'true' },
        `${variant.format.toUpperCase()} ${bytes(variant.bytes)}`)),
      el('span', { class: 'edge' }), slider);
    frame.style.setProperty('--width', `${shown[0].width}px`);
    frame.style.setProperty('--ratio', shown[0].width / shown[0].height);
    move();
  };
  slider.addEventListener('input', move);
  fill();
  return [
    el('p', { class: 'row' }, el('label', {}, 'Left ', left), el('label', {}, 'Right ', right),
      el('span', { class: 'note' }, 'Drag the divider, or move it with the arrow keys.')),
    frame, note,
  ];
}
