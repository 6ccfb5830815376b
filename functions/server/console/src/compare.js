// The formats of one size, laid over each other and side by side, with their bytes.
import { fileUrl } from './api.js';
import { bytes, choice, el } from './dom.js';
import { overlay } from './overlay.js';

const USUAL = 960;

/** The part of the page, or null if no size has two formats. */
export function compare(variants) {
  const sizes = [...new Set(variants.map(({ size }) => size))]
    .map((size) => variants.filter((variant) => variant.size === size)).filter((formats) => formats.length > 1);
  if (sizes.length === 0) return null;
  const usual = Math.max(0, sizes.findLastIndex(([{ width }]) => width <= USUAL));
  const size = choice({ id: 'compare-size' },
    sizes.map(([{ size: name, width, height }], i) => [String(i), `${name} (${width} × ${height} px)`]), String(usual));
  const isWhole = el('input', { type: 'checkbox', id: 'compare-whole' });
  const frames = el('div', { class: 'compare' });
  const laid = overlay();
  const formats = () => sizes[Number(size.value)];
  const show = () => frames.replaceChildren(...figures(formats(), isWhole.checked));
  size.addEventListener('change', () => { laid.show(formats()); show(); });
  isWhole.addEventListener('change', show);
  laid.show(formats());
  show();
  return el('section', { class: 'formats' }, el('h2', {}, 'Formats'),
    el('p', { class: 'row' }, el('label', {}, 'Size ', size)),
    el('h3', {}, 'One over the other'), laid.element,
    el('h3', {}, 'Side by side'),
    el('p', { class: 'row' }, el('label', {}, isWhole, ' Every pixel; scroll one, and the others follow')), frames);
}

function figures(formats, isWhole) {
  const largest = Math.max(...formats.map((variant) => variant.bytes));
  const frames = [];
  return formats.map((variant) => {
    const note = el('span', { class: 'note' });
    const picture = el('img', {
      src: fileUrl(variant.url), width: variant.width, height: variant.height, loading: 'lazy', decoding: 'async',
      alt: `As ${variant.format}`, onerror: () => { note.textContent = ' This browser cannot show it.'; },
    });
    const frame = el('div', { class: isWhole ? 'frame whole' : 'frame', tabindex: isWhole && '0', role: isWhole && 'group',
      'aria-label': isWhole && `${variant.format}, every pixel`, onscroll: () => follow(frame, frames) }, picture);
    frames.push(frame);
    return el('figure', {}, frame, el('figcaption', {},
      el('strong', {}, variant.format.toUpperCase()), ` ${bytes(variant.bytes)}`,
      variant.bytes < largest && `, ${Math.round((100 * variant.bytes) / largest)} % of the largest`, note));
  });
}

function follow(moved, frames) {
  frames.filter((frame) => frame !== moved).forEach((frame) => {
    frame.scrollTop = moved.scrollTop;
    frame.scrollLeft = moved.scrollLeft;
  });
}
