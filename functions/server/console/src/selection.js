// Images that are chosen in the gallery, and what can be done with all of them.
import { erase, post, tellErased } from './api.js';
import { label } from './catalogue.js';
import { announce, choice, el, failure } from './dom.js';
import { gate } from './gate.js';
import { expect } from './live.js';

const AT_ONCE = 3;
const NAMED = 5;

const images = (count) => (count === 1 ? 'one image' : `${count} images`);

/**
 * The bar of a selection. `shown` answers the images of the gallery, `changed` hears that other images are
 * chosen.
 */
export function selection({ recipes, shown, changed }) {
  const chosen = new Map();
  let isOn = false;
  let last;
  let work;
  const count = el('strong', { role: 'status' });
  const button = (text, act, properties = {}) => el('button', { class: 'quiet', type: 'button', onclick: act, ...properties }, text);
  const all = button('Select all shown', () => { shown().forEach((image) => chosen.set(image.id, image)); paint(); });
  const none = button('Select none', () => { chosen.clear(); paint(); });
  const recipe = choice({ id: 'reprocess-many-recipe', 'aria-label': 'Recipe' }, recipes.map(({ name }) => [name, name]));
  const again = button('Reprocess', () => reprocessAll(), { id: 'reprocess-many' });
  const remove = button('Erase…', () => ask(), { id: 'erase-many', class: 'danger' });
  const stop = button('Stop', () => { work.isStopped = true; });
  const done = button('Done', () => api.turn(false));
  const place = el('div', { class: 'wide' });
  const bar = el('div', { class: 'selection', role: 'group', 'aria-label': 'Selection', hidden: true },
    count, all, none, el('span', {}, recipe, ' ', again), remove, stop, done, place);
  const dialog = el('dialog', { 'aria-labelledby': 'erase-many-title' });

  function paint() {
    bar.hidden = !isOn && !work;
    count.textContent = work ? work.text() : `${chosen.size} selected`;
    [again, remove, none].forEach((control) => { control.disabled = Boolean(work) || chosen.size === 0; });
    [all, done, recipe].forEach((control) => { control.disabled = Boolean(work); });
    stop.hidden = !work;
    changed();
  }

  function ask() {
    const names = [...chosen.values()].slice(0, NAMED).map(label);
    const others = chosen.size - names.length;
    dialog.replaceChildren(
      el('h2', { id: 'erase-many-title' }, `Erase ${images(chosen.size)}?`),
      el('p', {}, `${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`),
      el('p', {}, 'The originals and all variants are deleted permanently, and their URLs stop working. Copies in browsers and backups remain.'),
      el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Cancel'),
        el('button', { class: 'danger', id: 'erase-many-now', onclick: eraseAll }, 'Erase')));
    dialog.showModal();
  }

  const eraseAll = () => each('erased', async (id) => {
    try {
      await erase(id);
    } catch (error) {
      if (error.status !== 404 && error.status !== 410) throw error;
    }
    tellErased(id);
  });

  const reprocessAll = () => each('requested', async (id) => {
    await post(`/images/${id}/reprocess`, { recipe: recipe.value, default: true, lane: 'bulk' });
    expect(id, () => {});
  });

  /** Acts on each chosen image, a few at once; those that succeed are not chosen any more. */
  async function each(verb, act) {
    const ids = [...chosen.keys()];
    const failures = new Map();
    let ended = 0;
    work = { isStopped: false, text: () => `${ended} of ${images(ids.length)} ${verb}` };
    place.replaceChildren();
    paint();
    const inTurn = gate(AT_ONCE);
    await Promise.all(ids.map((id) => inTurn(async () => {
      if (work.isStopped) return;
      try {
        await act(id);
        ended += 1;
        chosen.delete(id);
      } catch (error) {
        failures.set(error.message, (failures.get(error.message) ?? 0) + 1);
      }
      count.textContent = work.text();
    })));
    const result = work.text();
    work = undefined;
    place.replaceChildren(...[...failures].map(([message, times]) => failure(`${images(times)}: ${message}`)));
    paint();
    count.textContent = result;
    announce(result);
  }

  const api = {
    bar,
    dialog,
    get isOn() { return isOn; },
    has: (id) => chosen.has(id),
    /** Whether something is done with the chosen images. */
    get isBusy() { return Boolean(work); },
    /** Begins or ends selecting, but not while something is done: its Stop stays in reach. */
    turn(on) {
      if (work) return;
      isOn = on;
      chosen.clear();
      last = undefined;
      place.replaceChildren();
      paint();
    },
    /** Chooses an image or no longer; as a range, with all images since the last one. */
    toggle(image, isRange) {
      const list = shown();
      const [from, to] = [list.findIndex(({ id }) => id === last), list.findIndex(({ id }) => id === image.id)].sort((a, b) => a - b);
      const range = isRange && from >= 0 ? list.slice(from, to + 1) : [image];
      const isChosen = !chosen.has(image.id);
      range.forEach((one) => (isChosen ? chosen.set(one.id, one) : chosen.delete(one.id)));
      last = image.id;
      paint();
    },
    drop(id) {
      if (chosen.delete(id)) paint();
    },
    /** Only images that are still in the list stay chosen. */
    keep(isListed) {
      const gone = [...chosen.keys()].filter((id) => !isListed(id));
      gone.forEach((id) => chosen.delete(id));
      if (gone.length > 0) paint();
    },
  };
  return api;
}
