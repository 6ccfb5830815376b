// The name and the metadata of an image: shown to everybody who may read it, and changed by those who
// may upload.
import { label, may, tagged } from './api.js';
import { announce, el, failure } from './dom.js';

const NEEDED = 'images:upload';
const TRIES = 5;

/** What the server accepts, only to find the field that it means. */
const NAME = /^(?:\P{Cc}{1,255})?$/u;
const KEY = /^[a-z][a-z0-9_-]{0,39}$/;
const VALUE = /^\P{Cc}{0,256}$/u;
const ABOUT_METADATA = 'urn:problem:tintype:invalid-metadata';

const labelsOf = ({ name = '', metadata = {} }) => ({ name, metadata });
const keysOf = (...all) => [...new Set(all.flatMap(({ metadata }) => Object.keys(metadata)))];
const at = ({ metadata }, key) => (Object.hasOwn(metadata, key) ? metadata[key] : undefined);

/** What was typed and not saved, by image, and the labels that it was typed over: it outlives its page. */
export const unsaved = new Map();
window.addEventListener('erased', ({ detail }) => unsaved.delete(detail));
window.addEventListener('beforeunload', (event) => { if (unsaved.size > 0) event.preventDefault(); });

/** The part of the page; `changed` hears the labels after each change. */
export async function labels(image, changed) {
  const mayChange = await may(NEEDED);
  return el('section', { class: 'labels' }, el('h2', {}, 'Name and metadata'),
    mayChange ? editor(image, changed) : list(labelsOf(image)));
}

function list({ name, metadata }) {
  const rows = Object.entries(metadata);
  return [
    el('dl', {}, el('dt', {}, 'Name'), el('dd', {}, name || 'none'), rows.map(([key, value]) => [el('dt', {}, key), el('dd', {}, value)])),
    el('p', { class: 'note' }, `${rows.length === 0 ? 'It has no metadata. ' : ''}A token needs the scope ${NEEDED} to change this.`),
  ];
}

/** The parts of `wanted` that differ, as `PATCH` takes them. */
function difference(before, wanted) {
  const metadata = Object.fromEntries(keysOf(before, wanted)
    .filter((key) => at(before, key) !== at(wanted, key))
    .map((key) => [key, at(wanted, key) ?? null]));
  return {
    ...(before.name !== wanted.name && { name: wanted.name || null }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

const isEmpty = (change) => Object.keys(change).length === 0;

/** Whether two images, or one at two times, have the same name and metadata. */
export const areAlike = (one, other) => isEmpty(difference(labelsOf(one), labelsOf(other)));

/** What another client wrote, and over it what a person typed. */
function merged(before, typed, now) {
  const newer = (mine, old, theirs) => (mine === old ? theirs : mine);
  const metadata = keysOf(before, typed, now)
    .map((key) => [key, newer(at(typed, key), at(before, key), at(now, key))])
    .filter(([, value]) => value !== undefined);
  return { name: newer(typed.name, before.name, now.name), metadata: Object.fromEntries(metadata) };
}

/**
 * Writes what a person typed, if the labels are still those that it was typed over. Answers the labels
 * that there are then, and whether they have it: an earlier try whose answer was lost may have written it.
 */
async function write(id, before, typed) {
  for (let tries = 1; ; tries += 1) {
    const { image, tag } = await tagged(id);
    const now = labelsOf(image);
    if (isEmpty(difference(now, merged(before, typed, now)))) return { now, isWritten: true };
    if (!isEmpty(difference(before, now))) return { now, isWritten: false };
    try {
      return { now: labelsOf(await label(id, difference(before, typed), tag)), isWritten: true };
    } catch (error) {
      // The state of the image changed in between, or its labels did.
      if (error.status !== 412 || tries === TRIES) throw error;
    }
  }
}

function editor(image, changed) {
  let saved = labelsOf(image);
  const name = el('input', { id: 'label-name', autocomplete: 'off' });
  const nameField = el('div', { class: 'entry' }, el('label', { for: 'label-name' }, 'Name'), name);
  const list = el('ul', { class: 'entries', 'aria-label': 'Metadata' });
  const add = el('button', { type: 'button', class: 'quiet', id: 'label-add', onclick: () => { append(newEntry()); edited(); list.lastElementChild.querySelector('input').focus(); } }, 'Add a key');
  const save = el('button', { id: 'label-save' }, 'Save');
  const cancel = el('button', { type: 'button', class: 'quiet', id: 'label-cancel', onclick: () => show(saved) }, 'Cancel');
  const status = el('span', { class: 'note', role: 'status' });
  const place = el('div', { class: 'wide' });
  const form = el('form', { class: 'sheet', oninput: () => edited(), onsubmit: (event) => { event.preventDefault(); send(); } },
    nameField, list, el('p', {}, add), el('div', { class: 'actions' }, save, cancel, status, place));
  let entries = [];

  function append(entry) {
    entries.push(entry);
    list.append(entry.element);
    entry.remove.addEventListener('click', () => {
      entries = entries.filter((other) => other !== entry);
      entry.element.remove();
      add.focus();
      edited();
    });
  }

  /** The keyboard focus stays where it was, or goes to the first field if that is gone. */
  function show(labels) {
    const held = form.contains(document.activeElement) && document.activeElement;
    name.value = labels.name;
    entries = [];
    list.replaceChildren();
    Object.entries(labels.metadata).forEach(([key, value]) =>
      append(Object.hasOwn(saved.metadata, key) ? entryOf(key, value) : newEntry(key, value)));
    edited();
    if (held) [held.id && document.getElementById(held.id), name].find((control) => control && !control.disabled).focus();
  }

  /** Shows what was typed over older labels, and who changed those. */
  function showOver(before, wanted, who) {
    show(merged(before, wanted, saved));
    if (save.disabled || isEmpty(difference(before, saved))) return;
    place.replaceChildren(failure(`${who} has changed this meanwhile: ${told(before, saved)}. Save again to keep what you typed, or cancel.`));
  }

  const filled = () => entries.filter(({ key, value }) => key() || value.value);
  const typed = () => ({
    name: name.value,
    metadata: Object.fromEntries(filled().map(({ key, value }) => [key(), value.value])),
  });

  function edited() {
    forgive();
    const isChanged = !isEmpty(difference(saved, typed()));
    if (!isChanged) unsaved.delete(image.id);
    // A form that is made beside the page has typed nothing.
    else if (form.isConnected) unsaved.set(image.id, { before: saved, typed: typed() });
    save.disabled = !isChanged;
    cancel.disabled = !isChanged && entries.every(({ key }) => key());
    form.toggleAttribute('data-changed', !cancel.disabled);
  }

  function forgive() {
    place.replaceChildren();
    status.textContent = '';
    form.querySelectorAll('.entry > .failure').forEach((refusal) => refusal.remove());
    form.querySelectorAll('[aria-invalid]').forEach((input) => {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    });
  }

  async function send() {
    const wanted = typed();
    const keys = entries.map(({ key }) => key());
    const twice = entries.find(({ key }, i) => key() && keys.indexOf(key()) < i);
    forgive();
    if (twice) {
      beside(twice, 'There is this key already.');
      return;
    }
    busy(true);
    try {
      const { now, isWritten } = await write(image.id, saved, wanted);
      const before = saved;
      saved = now;
      changed(now);
      if (isWritten) {
        show(now);
        status.textContent = 'Saved';
        announce('Name and metadata are saved');
      } else {
        showOver(before, wanted, 'Nothing was saved, because somebody else');
      }
    } catch (error) {
      refused(error);
    }
    busy(false);
  }

  /** A control that is disabled would lose the keyboard focus. */
  function busy(is) {
    form.toggleAttribute('data-busy', is);
    form.querySelectorAll('input').forEach((input) => { input.readOnly = is; });
    form.querySelectorAll('button').forEach((button) => button.setAttribute('aria-disabled', String(is)));
  }

  form.addEventListener('click', (event) => {
    if (!form.hasAttribute('data-busy')) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  /** Says what the server said, beside the field that it is about. */
  function refused(error) {
    const wrong = filled().find(({ key, value }) => !KEY.test(key()) || !VALUE.test(value.value));
    if (error.type === ABOUT_METADATA && wrong) beside(wrong, error.message);
    else if (error.status === 400 && !NAME.test(name.value)) beside({ element: nameField, input: name }, error.message);
    else place.replaceChildren(failure(error.message));
  }

  const left = unsaved.get(image.id);
  if (left) showOver(left.before, left.typed, 'Somebody else');
  else show(saved);
  return [el('p', { class: 'note' }, 'Both are yours and never public. They change no file and no URL.'), form];
}

function beside({ element, input }, text) {
  const refusal = failure(text);
  refusal.id = 'label-refusal';
  element.append(refusal);
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', refusal.id);
  input.focus();
  refusal.scrollIntoView({ block: 'nearest' });
}

function entryOf(key, text) {
  const id = `label-of-${key}`;
  const value = el('input', { id, autocomplete: 'off', value: text });
  const remove = el('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${key}` }, 'Remove');
  return { key: () => key, value, input: value, remove, element: el('li', { class: 'entry' }, el('label', { for: id }, key), value, remove) };
}

function newEntry(called = '', text = '') {
  const key = el('input', { 'aria-label': 'New key', placeholder: 'key', autocomplete: 'off', autocapitalize: 'none', value: called });
  const value = el('input', { 'aria-label': 'Value of the new key', placeholder: 'value', autocomplete: 'off', value: text });
  const remove = el('button', { type: 'button', class: 'quiet', 'aria-label': 'Remove the new key' }, 'Remove');
  return { key: () => key.value.trim(), value, input: key, remove, element: el('li', { class: 'entry' }, key, value, remove) };
}

/** What changed, in words. */
function told(before, now) {
  const { name, metadata = {} } = difference(before, now);
  return [
    name !== undefined && (name === null ? 'the name was removed' : `the name is “${name}”`),
    ...Object.entries(metadata).map(([key, value]) => (value === null ? `${key} was removed` : `${key} is “${value}”`)),
  ].filter(Boolean).join(', ');
}
