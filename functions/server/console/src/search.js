// What the gallery shows, as the fields above it and as the address of the page have it.
import { choice, el } from './dom.js';

const PAUSE = 250;
const NOTHING = { text: '', metadata: '', state: '', recipe: '', order: 'newest' };
const STATES = [['', 'All states'], ['ready', 'Ready'], ['failed', 'Failed'], ['queued', 'Queued'], ['processing', 'Processing'],
  ['awaiting_upload', 'Awaiting upload'], ['expired', 'Expired'], ['superseded', 'Superseded'], ['retired', 'Retired']];
const ORDERS = [['newest', 'Newest first'], ['oldest', 'Oldest first'], ['name', 'By name']];

/** The search that an address names. */
export function searchOf(hash) {
  const given = new URLSearchParams(hash.split('?')[1] ?? '');
  const search = Object.fromEntries(Object.keys(NOTHING).map((key) => [key, given.get(key) ?? NOTHING[key]]));
  const known = (options, value, otherwise) => (options.some(([one]) => one === value) ? value : otherwise);
  return { ...search, state: known(STATES, search.state, ''), order: known(ORDERS, search.order, 'newest') };
}

export function hashOf(search) {
  const changed = Object.entries(search).filter(([key, value]) => value !== NOTHING[key]);
  return changed.length === 0 ? '#/' : `#/?${new URLSearchParams(changed)}`;
}

/** Whether it shows less than every image. */
export const isNarrow = ({ text, metadata, state, recipe }) => Boolean(text || metadata || state || recipe);

/** The fields, with `element` and `set(search)`; `changed` hears each search that a person makes. */
export function searchFields(recipes, changed) {
  const text = el('input', { type: 'search', id: 'search', name: 'text', placeholder: 'Name or id', 'aria-label': 'Search by name or id', autocomplete: 'off' });
  const metadata = el('input', { type: 'search', id: 'filter-metadata', name: 'metadata', placeholder: 'key=value', 'aria-label': 'Metadata as key=value', autocomplete: 'off', autocapitalize: 'none' });
  const state = choice({ id: 'filter-state', name: 'state', 'aria-label': 'State' }, STATES);
  const recipe = choice({ id: 'filter-recipe', name: 'recipe', 'aria-label': 'Recipe of the image' },
    [['', 'All recipes'], ...recipes.map(({ name }) => [name, name])]);
  const order = choice({ id: 'order', name: 'order', 'aria-label': 'Order' }, ORDERS);
  const fields = [text, metadata, state, recipe, order];
  let timer;
  let told;
  /** The browser tells of a change again when the field is left: one search is told once. */
  const tell = () => {
    clearTimeout(timer);
    const search = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    if (hashOf(search) === told) return;
    told = hashOf(search);
    changed(search);
  };
  text.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(tell, PAUSE); });
  metadata.addEventListener('input', () => { if (metadata.value === '') tell(); });
  fields.slice(1).forEach((field) => field.addEventListener('change', tell));
  return {
    element: el('form', { class: 'search', role: 'search', onsubmit: (event) => { event.preventDefault(); tell(); } }, fields),
    set(search) {
      clearTimeout(timer);
      told = hashOf(search);
      // A recipe that is no longer configured may still have images.
      if (search.recipe && ![...recipe.options].some(({ value }) => value === search.recipe)) {
        recipe.append(el('option', { value: search.recipe }, search.recipe));
      }
      fields.filter((field) => field.value.trim() !== search[field.name]).forEach((field) => { field.value = search[field.name]; });
    },
  };
}
