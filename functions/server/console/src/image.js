// One image: every variant, the markup to copy, and the reason of a failure.
import { actions } from './actions.js';
import { fileUrl, image as describe, post, tellErased } from './api.js';
import { compare } from './compare.js';
import { announce, bytes, el, errorPlace, errorsOf, failure, tell } from './dom.js';
import { focusEditor } from './focus.js';
import { versionsOf } from './history.js';
import { areAlike, labels } from './labels.js';
import { expect, forget, listen } from './live.js';
import { markup } from './markup.js';
import { placeholder } from './placeholder.js';
import { hasCrops, setsOf, UNFINISHED } from './sets.js';

const PAUSE = 2000;

/** What a new page would lose: a point or a field that was changed, a save or an upload that goes on, a question. */
const IN_USE = '#focus-save:enabled, .focus[aria-busy], [data-changed], form[data-busy], #replace:disabled, dialog[open]';

/**
 * The page of an image as one of its sets shows it, without a name the default set: `element`, and
 * `leave()` for when another page is shown.
 */
export async function imagePage(id, set, home) {
  const page = el('article', { class: 'image' });
  let shown;
  let image;
  let told;
  let asked = 0;
  let answered = 0;
  let discards = false;
  let isWanted = false;
  let isLeft = false;
  let timer;
  let last;
  const look = (isAsked) => {
    isWanted ||= isAsked;
    last = isLeft ? undefined : lookNow();
    return last;
  };
  // An answer that is under way may have the old labels.
  const relabelled = () => { if (answered < asked) look(false); };
  const lookNow = async () => {
    asked += 1;
    const turn = asked;
    const found = await contents({ id, set, home }, { refresh, relabelled });
    if (isLeft) return undefined;
    if (turn !== asked) return last; // A later question has its own answer.
    answered = turn;
    if (shown && !isWanted && !found.image && !found.isGone) return undefined; // The page as it was says more.
    const isNews = contentOf(found.image) !== shown;
    const isOld = isNews || isWanted || image && !areAlike(found.image, image);
    if (found.isGone) tellErased(id);
    if (found.isGone || discards || isOld && !page.querySelector(IN_USE)) {
      // What was asked for has answered the errors. Other news leaves them.
      const showErrors = isWanted ? () => {} : errorsOf(page);
      discards = false;
      isWanted = false;
      shown = contentOf(found.image);
      image = found.image;
      document.title = titleOf(image ?? { id });
      replace(page, found.children);
      showErrors();
    } else if (isNews) {
      tellNews(page, found, () => { discards = true; refresh(); });
    }
    if (found.image && UNFINISHED.includes(found.image.state)) watch(found.image);
    return undefined;
  };
  const refresh = () => look(true);
  const hear = () => {};
  const watch = (image) => {
    clearTimeout(timer);
    if (isDefault(image)) expect(id, hear);
    // Events tell of the default set only.
    else timer = setTimeout(look, PAUSE, false);
  };
  const stop = listen((state) => {
    const news = state && `${state.state} ${state.version ?? ''}`;
    if (state && (state.id !== id || news === told)) return;
    told = news;
    look(false);
  });
  await refresh();
  return { element: page, leave() { isLeft = true; stop(); forget(id, hear); } };
}

/** What a page shows beside name and metadata, which tell of their own changes. */
const contentOf = (image) => JSON.stringify(image && { ...image, name: undefined, metadata: undefined });

const isDefault = ({ sets, recipe }) =>
  !sets || sets.some((set) => set.recipe === recipe && (set.default || set.becomesDefault));

/** The image and its page; without an image, the page says why. */
async function contents({ id, set, home }, heard) {
  try {
    const image = await describe(id, set);
    return { image, children: await parts(image, home, heard) };
  } catch (error) {
    const isGone = error.status === 410;
    return { image: null, message: error.message, isGone, children: [
      el('h1', {}, isGone ? 'Erased' : 'This image cannot be shown'), el('p', {}, error.message),
      el('p', {}, el('a', { href: home }, 'All images'))] };
  }
}

/** Shows other parts; the control that has the keyboard focus keeps it. */
function replace(page, children) {
  const held = page.contains(document.activeElement) && document.activeElement.id;
  page.replaceChildren(...children);
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

const MAKING = 'A new version is being made.';
const NEWS = { ready: 'A new version is ready.', failed: 'The new version failed.', queued: MAKING, processing: MAKING };

/** Says in one line that there is something new, and leaves the page as it is. */
function tellNews(page, { image, message }, reload) {
  const text = image ? NEWS[image.state] : message;
  if (!text) return;
  const line = page.querySelector('.news span');
  if (line) line.textContent = text;
  else page.prepend(el('p', { class: 'news' }, el('span', {}, text), el('button', { type: 'button', class: 'quiet', onclick: reload }, 'Reload')));
  announce(text);
}

const titleOf = ({ name, id }) => `${name ?? id} – Tintype`;

async function parts(image, home, { refresh, relabelled }) {
  const title = el('h1', {}, image.name ?? image.id);
  const labelled = ({ name, metadata }) => {
    Object.assign(image, { name: name || undefined, metadata });
    title.textContent = image.name ?? image.id;
    document.title = titleOf(image);
    window.dispatchEvent(new CustomEvent('labelled', { detail: image.id }));
    relabelled();
  };
  return [
    el('p', {}, el('a', { href: home }, '← All images')),
    title,
    image.sets && setsNav(image),
    facts(image),
    image.state === 'failed' && failed(image, refresh),
    image.current && await picture(image, refresh),
    await labels(image, labelled),
    image.variants.length > 0 && table(image.variants),
    compare(image.variants),
    image.current?.picture && await markup(image).catch((error) =>
      el('section', { class: 'markup' }, el('h2', {}, 'Markup'), missing('The markup cannot be shown', error))),
    await versionsOf(image, refresh).catch((error) => missing('The versions cannot be shown', error)),
    await actions(image, refresh),
  ].flat().filter(Boolean);
}

/** One sentence in place of a part of the page. */
const missing = (what, error) => failure(`${what}: ${error.message}`);

/** The sets of an image, each with a page of its own. */
function setsNav(image) {
  return el('nav', { class: 'sets', 'aria-label': 'Sets' }, el('ul', {}, image.sets.map(({ recipe, state, default: isFirst }) => {
    const query = isFirst ? '' : `?recipe=${encodeURIComponent(recipe)}`;
    return el('li', {}, el('a', { href: `#/images/${image.id}${query}`, 'aria-current': recipe === image.recipe && 'page' },
      recipe, el('small', {}, ` ${isFirst ? 'default, ' : ''}${state.replace('_', ' ')}`)));
  })));
}

function facts(image) {
  const original = image.current?.original;
  const rows = [
    ['State', image.state.replace('_', ' ')],
    ['Recipe', image.current?.recipe?.name ?? image.recipe],
    original && ['Original', `${original.format}, ${original.width} × ${original.height} px${original.frames > 1 ? `, ${original.frames} frames` : ''}`],
    ['Id', image.id],
    ['Version', image.current?.version ?? image.latest],
  ].filter((row) => row && row[1]);
  return el('dl', {}, rows.map(([term, value]) => [el('dt', {}, term), el('dd', {}, String(value))]));
}

function failed(image, refresh) {
  const text = image.message ?? image.reason;
  const place = errorPlace('redrive-errors');
  const again = () => post(image.links.redrive)
    .then(refresh, (error) => tell(place, error));
  return el('div', { class: 'failure', role: 'alert' },
    el('strong', {}, `Failed: ${image.reason.replaceAll('_', ' ')}`), el('p', {}, text),
    image.redrivable && el('button', { onclick: again }, 'Try again'), place);
}

/** The picture, with its focal point if a crop depends on it. */
async function picture(image, refresh) {
  const sets = await setsOf(image);
  if (!hasCrops(sets)) return preview(image);
  return focusEditor(image, sets, refresh)
    .catch((error) => [preview(image), missing('The focal point cannot be moved here', error)]);
}

function preview(image) {
  const whole = image.variants.filter((v) => typeof v.size === 'number');
  const variants = (whole.length > 0 ? whole : image.variants).toSorted((one, other) => one.width - other.width);
  const widest = (format) => variants.filter((v) => v.format === format && v.width <= 1280).at(-1);
  const shown = widest('webp') ?? widest('jpeg') ?? variants.at(-1);
  const picture = el('img', {
    class: 'preview', src: fileUrl(shown.url), width: shown.width, height: shown.height, alt: image.name ?? '',
  });
  placeholder(picture, image.current);
  return picture;
}

function table(variants) {
  const widths = [...new Set(variants.map((v) => v.size))];
  const formats = [...new Set(variants.map((v) => v.format))];
  const cell = (size, format) => {
    const variant = variants.find((v) => v.size === size && v.format === format);
    return el('td', {}, variant && el('a', { href: fileUrl(variant.url) },
      `${variant.width} × ${variant.height}`, el('small', {}, ` ${bytes(variant.bytes)}${variant.animated ? ', animated' : ''}`)));
  };
  return el('section', {}, el('h2', {}, variants.length === 1 ? '1 variant' : `${variants.length} variants`),
    el('div', { class: 'scroll' }, el('table', { class: 'variants' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'size'),
        formats.map((format) => el('th', { scope: 'col' }, format)))),
      el('tbody', {}, widths.map((size) => el('tr', {}, el('th', { scope: 'row' }, String(size)),
        formats.map((format) => cell(size, format))))))));
}
