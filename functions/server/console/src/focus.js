// The focal point of an image: a marker on the whole picture, and every crop as it will be.
import { image as describe, fileUrl, moveFocus, originalFile } from './api.js';
import { SCALE, windowAround } from './crops.js';
import { announce, el } from './dom.js';
import { placeholder } from './placeholder.js';
import { samePoint, setsWithoutPoint, UNFINISHED } from './sets.js';

const MIDDLE = { x: SCALE / 2, y: SCALE / 2 };
const STEP = 100;
const FAR = 1000;
const PAUSE = 1000;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

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
  return shown ? fileUrl(shown.url) : wholeOriginal(sets[0]);
}

/** The original itself; few browsers show TIFF. */
async function wholeOriginal({ links, current }) {
  const source = URL.createObjectURL(await originalFile(links.original));
  const picture = new Image();
  picture.src = source;
  await picture.decode().catch(() => {
    URL.revokeObjectURL(source);
    throw new Error(`No variant shows the whole picture, and this browser cannot show the original (${current.original.format}).`);
  });
  return source;
}

const percent = (value) => `${(value / 100).toFixed(value % 100 ? 1 : 0)} %`;
const sentence = ({ x, y }) => `${percent(x)} from the left, ${percent(y)} from the top`;

/**
 * A crop that moves: the file that exists, and for any other point the whole picture, shifted and cut
 * off as the variant will be.
 */
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
      made.hidden = !samePoint(point, original.focus);
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
  const notes = await setsWithoutPoint(image, sets);
  let saved = original.focus ?? null;
  let point = saved;

  const marker = el('button', { class: 'marker', id: 'focus-marker', type: 'button', role: 'slider', 'aria-label': 'Focal point',
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
  const remarks = el('div', { class: 'wide', hidden: notes.length === 0 },
    notes.map(({ text, isFailed }) => el('p', isFailed ? { class: 'failure', role: 'alert' } : { class: 'note' }, text)));
  const fields = pointFields((part) => {
    const at = { ...(point ?? MIDDLE), ...part };
    moveTo(at.x, at.y);
  });
  const controls = [save, cancel, remove, marker, ...fields.inputs];

  const isMoved = () => !samePoint(point, saved);
  function show() {
    const at = point ?? MIDDLE;
    marker.style.left = `${at.x / 100}%`;
    marker.style.top = `${at.y / 100}%`;
    marker.classList.toggle('unset', point === null);
    marker.setAttribute('aria-valuenow', String(at.x));
    marker.setAttribute('aria-valuetext', point ? sentence(at) : 'not set');
    fields.show(point);
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
    const at = point ?? MIDDLE;
    moveTo(at.x + direction[0] * step, at.y + direction[1] * step);
  });

  const section = el('section', { class: 'focus' }, el('h2', {}, 'Focal point'),
    el('p', { class: 'note' }, 'Crops keep this point as near to their centre as they can. Click the picture, drag the marker, move it with the arrow keys, or type where the point is.'),
    el('div', { class: 'focus-desk' },
      el('div', {}, surface, fields.element, el('div', { class: 'actions' }, save, cancel, remove, status, remarks, place)),
      el('ul', { class: 'crops' }, crops.map((crop) => crop.element))));

  async function request(wanted) {
    place.replaceChildren();
    section.setAttribute('aria-busy', 'true');
    controls.forEach((control) => { control.disabled = true; });
    try {
      const answer = await moveFocus(image.id, wanted, image.current.version);
      await follow(image.id, answer.sets, section, (text) => { status.textContent = text; });
      saved = wanted;
      point = wanted;
      announce(wanted ? 'The focal point is saved' : 'The focal point is removed');
      section.removeAttribute('aria-busy');
      if (section.isConnected) await refresh();
      if (section.isConnected) stay();
    } catch (error) {
      place.replaceChildren(el('p', { class: 'failure', role: 'alert' }, error.message));
      place.scrollIntoView({ block: 'nearest' });
      settle();
    }
  }
  /** The page was not replaced, because another part of it is in use. */
  function stay() {
    remove.hidden = !saved;
    remarks.hidden = true;
    settle();
  }
  function settle() {
    section.removeAttribute('aria-busy');
    controls.forEach((control) => { control.disabled = false; });
    show();
  }
  save.addEventListener('click', () => request(point));
  cancel.addEventListener('click', () => { point = saved; place.replaceChildren(); show(); });
  remove.addEventListener('click', () => request(null));

  show();
  return section;
}

/**
 * A field for each coordinate, in per cent: for the keyboard, and for pictures narrower than the marker.
 * `moved` hears one coordinate. A field that is being typed into is left alone.
 */
function pointFields(moved) {
  let shown = null;
  const fill = (input) => { input.value = shown ? shown[input.name] / 100 : ''; };
  const inputs = ['x', 'y'].map((name) => {
    const input = el('input', { name, id: `focus-${name}`, type: 'number', min: '0', max: '100', step: 'any' });
    input.addEventListener('input', () => {
      if (input.value !== '' && input.validity.valid) moved({ [name]: input.valueAsNumber * 100 });
    });
    input.addEventListener('blur', () => fill(input));
    return input;
  });
  return {
    inputs,
    element: el('div', { class: 'options' },
      el('label', {}, 'From the left ', inputs[0], ' %'), el('label', {}, 'From the top ', inputs[1], ' %')),
    show(point) {
      shown = point;
      inputs.filter((input) => input !== document.activeElement).forEach(fill);
    },
  };
}

/** Waits until every set of an answer shows its version, has failed or was given another one. */
async function follow(id, sets, page, tell) {
  let waiting = sets.filter((set) => UNFINISHED.includes(set.state));
  while (waiting.length > 0 && page.isConnected) {
    tell(`Saved. ${waiting.length === 1 ? 'One set is' : `${waiting.length} sets are`} being made.`);
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    const now = await Promise.all(waiting.map((set) => describe(id, set.recipe)));
    waiting = waiting.filter((set, i) => UNFINISHED.includes(now[i].state) && now[i].version === set.version);
  }
}
