// The focal point of an image: a marker on the whole picture, and every crop as it will be.
import { image as describe, fileUrl, moveFocus, originalFile } from './api.js';
import { SCALE, windowAround } from './crops.js';
import { announce, el } from './dom.js';
import { placeholder } from './placeholder.js';

const UNFINISHED = ['awaiting_upload', 'queued', 'processing'];
const STEP = 100;
const FAR = 1000;
const PAUSE = 1000;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The image as each of its sets of the same original shows it, the one on the page first. */
export async function setsOf(image) {
  const others = (image.sets ?? []).filter((set) => set.recipe !== image.recipe && !set.otherOriginal);
  const shown = await Promise.all(others.map((set) => describe(image.id, set.recipe).catch(() => null)));
  return [image, ...shown.filter((set) => set?.current)];
}

/** Whether a focal point moves a variant of these sets. */
export const hasCrops = (sets) => sets.some((set) => set.variants.some((variant) => variant.cropsByFocus));

/** One variant of each size that a focal point moves. */
function cropsOf(sets) {
  return sets.flatMap((set) => {
    const moved = set.variants.filter((variant) => variant.cropsByFocus);
    return [...new Set(moved.map((variant) => variant.size))].map((size) => {
      const variants = moved.filter((variant) => variant.size === size);
      return { recipe: set.recipe, variant: variants.find((variant) => variant.format === 'webp') ?? variants[0] };
    });
  });
}

/** The picture to click on: the widest whole variant up to 1280 px, else the original itself. */
async function wholePicture(sets) {
  const whole = sets.flatMap((set) => set.variants).filter((variant) => typeof variant.size === 'number');
  const small = whole.filter((variant) => variant.width <= 1280);
  const widest = Math.max(...small.map((variant) => variant.width));
  const found = small.filter((variant) => variant.width === widest);
  const shown = found.find((variant) => variant.format === 'webp') ?? found[0] ?? whole[0];
  return shown ? fileUrl(shown.url) : URL.createObjectURL(await originalFile(sets[0].links.original));
}

const percent = (value) => `${(value / 100).toFixed(value % 100 ? 1 : 0)} %`;
const sentence = ({ x, y }) => `${percent(x)} from the left, ${percent(y)} from the top`;

/** A crop that moves: the whole picture, shifted and cut off as the variant will be. */
function preview({ recipe, variant }, original, source) {
  const whole = el('img', { src: source, alt: '' });
  const made = el('img', { src: fileUrl(variant.url), alt: '', class: 'made' });
  const frame = el('div', { class: 'crop-frame' }, whole, made);
  frame.style.aspectRatio = `${variant.width} / ${variant.height}`;
  const { width, height } = windowAround({ x: 0, y: 0 }, original, variant);
  const moves = width < original.width || height < original.height;
  return {
    element: el('li', {}, frame, el('span', { class: 'note' }, `${variant.size} (${recipe}), ${variant.width} × ${variant.height} px${moves ? '' : ', the whole picture'}`)),
    show(point) {
      made.hidden = point !== null;
      if (!point) return;
      const cut = windowAround(point, original, variant);
      whole.style.width = `${(100 * original.width) / cut.width}%`;
      whole.style.height = `${(100 * original.height) / cut.height}%`;
      whole.style.left = `${(-100 * cut.x) / cut.width}%`;
      whole.style.top = `${(-100 * cut.y) / cut.height}%`;
    },
  };
}

/** The part of an image's page where its focal point is seen and moved. */
export async function focusEditor(image, sets, refresh) {
  const { original } = image.current;
  const source = await wholePicture(sets);
  const crops = cropsOf(sets).map((crop) => preview(crop, original, source));
  const saved = original.focus ?? null;
  let point = saved;

  const marker = el('button', { class: 'marker', type: 'button', role: 'slider', 'aria-label': 'Focal point',
    'aria-valuemin': '0', 'aria-valuemax': String(SCALE) });
  const picture = el('img', { class: 'preview', src: source, alt: image.name ?? '', draggable: 'false',
    width: original.width, height: original.height });
  placeholder(picture, image.current);
  const surface = el('div', { class: 'focus-picture' }, picture, marker);
  const status = el('span', { class: 'note', role: 'status' });
  const save = el('button', { type: 'button', id: 'focus-save' }, 'Save');
  const cancel = el('button', { type: 'button', class: 'quiet', id: 'focus-cancel' }, 'Cancel');
  const remove = el('button', { type: 'button', class: 'quiet', id: 'focus-remove', hidden: !saved }, 'Remove the point');
  const place = el('div', { class: 'wide' });

  const isMoved = () => point?.x !== saved?.x || point?.y !== saved?.y;
  function show() {
    const at = point ?? { x: SCALE / 2, y: SCALE / 2 };
    marker.style.left = `${at.x / 100}%`;
    marker.style.top = `${at.y / 100}%`;
    marker.classList.toggle('unset', point === null);
    marker.setAttribute('aria-valuenow', String(at.x));
    marker.setAttribute('aria-valuetext', point ? sentence(at) : 'not set');
    crops.forEach((crop) => crop.show(point));
    save.disabled = !isMoved();
    cancel.disabled = !isMoved();
    status.textContent = point ? sentence(point) : 'No point is set. Each crop is made as its size says.';
  }
  const within = (value) => Math.min(Math.max(Math.round(value), 0), SCALE);
  const moveTo = (x, y) => { point = { x: within(x), y: within(y) }; show(); };
  const moveToPointer = (event) => {
    const box = picture.getBoundingClientRect();
    moveTo(((event.clientX - box.left) / box.width) * SCALE, ((event.clientY - box.top) / box.height) * SCALE);
  };

  picture.addEventListener('click', (event) => { moveToPointer(event); marker.focus({ preventScroll: true }); });
  marker.addEventListener('pointerdown', (event) => marker.setPointerCapture(event.pointerId));
  marker.addEventListener('pointermove', (event) => {
    if (marker.hasPointerCapture(event.pointerId)) moveToPointer(event);
  });
  marker.addEventListener('keydown', (event) => {
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = event.shiftKey ? FAR : STEP;
    const at = point ?? { x: SCALE / 2, y: SCALE / 2 };
    moveTo(at.x + direction[0] * step, at.y + direction[1] * step);
  });

  async function request(wanted) {
    place.replaceChildren();
    [save, cancel, remove, marker].forEach((button) => { button.disabled = true; });
    try {
      const answer = await moveFocus(image.id, wanted, image.current.version);
      await follow(image.id, answer.sets, surface, (text) => { status.textContent = text; });
      announce(wanted ? 'The focal point is saved' : 'The focal point is removed');
      if (surface.isConnected) await refresh();
    } catch (error) {
      place.replaceChildren(el('p', { class: 'failure', role: 'alert' }, error.message));
      place.scrollIntoView({ block: 'nearest' });
      [remove, marker].forEach((button) => { button.disabled = false; });
      show();
    }
  }
  save.addEventListener('click', () => request(point));
  cancel.addEventListener('click', () => { point = saved; place.replaceChildren(); show(); });
  remove.addEventListener('click', () => request(null));

  show();
  return el('section', { class: 'focus' }, el('h2', {}, 'Focal point'),
    el('p', { class: 'note' }, 'Crops keep this point as near to their centre as they can. Click the picture, drag the marker, or move it with the arrow keys.'),
    el('div', { class: 'focus-desk' },
      el('div', {}, surface, el('div', { class: 'actions' }, save, cancel, remove, status, place)),
      el('ul', { class: 'crops' }, crops.map((crop) => crop.element))));
}

/** Waits until every set of an answer shows its version, or says why one does not. */
async function follow(id, sets, page, tell) {
  let waiting = sets.filter((set) => UNFINISHED.includes(set.state));
  while (waiting.length > 0 && page.isConnected) {
    tell(`Saved. ${waiting.length === 1 ? 'One set is' : `${waiting.length} sets are`} being made.`);
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    const now = await Promise.all(waiting.map((set) => describe(id, set.recipe)));
    waiting = waiting.filter((set, i) => UNFINISHED.includes(now[i].state) && now[i].version === set.version);
    const failed = now.find((set) => set.state === 'failed');
    if (failed) throw new Error(`The set ${failed.recipe} could not be made: ${failed.message}`);
  }
}
