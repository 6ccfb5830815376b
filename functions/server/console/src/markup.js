// The markup of an image to copy, with the options of `GET /images/{id}/markup`.
import { json } from './api.js';
import { copy } from './copy.js';
import { el } from './dom.js';

const PAUSE = 250;

/** Makes the section; the markup is asked for again after each change of an option. */
export async function markup(image) {
  const first = await answer(image, {});
  const text = el('pre', { tabindex: '0' }, first.html);
  const said = el('span', { class: 'note', role: 'status' });
  const fields = options(image, first.crops);
  let asked = 0;
  const show = async () => {
    asked += 1;
    const turn = asked;
    const shown = await answer(image, values(fields)).catch((error) => ({ error }));
    if (turn !== asked) return; // A later change has its own answer.
    said.textContent = shown.error?.message ?? '';
    text.textContent = shown.html ?? '';
  };
  let timer;
  const later = ({ currentTarget }) => {
    const chosen = (name) => currentTarget.querySelector(`[name=${name}]`);
    // Browsers ignore the priority of lazy images, and the server refuses it.
    if (chosen('fetchpriority').value === 'high') chosen('loading').value = 'eager';
    currentTarget.toggleAttribute('data-changed', fields.some(isChanged));
    asked += 1;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  };
  return el('section', { class: 'markup' }, el('h2', {}, 'Markup'),
    el('div', { class: 'options', oninput: later }, fields), text,
    el('button', { class: 'quiet', onclick: async () => { said.textContent = await copy(text); } }, 'Copy'), ' ', said);
}

function answer({ id, recipe }, chosen) {
  const query = Object.entries({ recipe, ...chosen }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return json('GET', `/images/${encodeURIComponent(id)}/markup?${query}`);
}

function options(image, crops) {
  return [
    field('Description', el('input', { name: 'alt', maxlength: '5000', placeholder: 'what the picture shows' })),
    field('Display width', el('input', { name: 'sizes', value: '100vw', maxlength: '1000' })),
    crops.length > 0 && field('Crop', choice('crop', ['', ...crops], 'none')),
    field('Loading', choice('loading', ['lazy', 'eager'])),
    field('Priority', choice('fetchpriority', ['auto', 'high', 'low'])),
    field('Fit into its container', el('input', { type: 'checkbox', name: 'style', value: 'responsive' })),
    image.current.dominantColor
      && field('Colour until it is loaded', el('input', { type: 'checkbox', name: 'placeholder', value: 'color' })),
  ].filter(Boolean);
}

const field = (label, control) => el('label', {}, label, ' ', control);

const choice = (name, values, none) => el('select', { name },
  values.map((value) => el('option', { value }, value || none)));

function isChanged(label) {
  const control = label.querySelector('[name]');
  if (control.type === 'checkbox') return control.checked;
  return control.selectedIndex === undefined ? control.value !== control.defaultValue : control.selectedIndex > 0;
}

/** The options that differ from nothing: an empty field keeps the default. */
function values(fields) {
  return Object.fromEntries(fields.map((label) => label.querySelector('[name]'))
    .filter((control) => control.value && (control.type !== 'checkbox' || control.checked))
    .map((control) => [control.name, control.value]));
}
