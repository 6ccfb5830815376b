// The tokens of the server: what each permits, a new one, and the end of one.
import { json } from './api.js';
import { copy } from './copy.js';
import { announce, choice, el, failure, refused } from './dom.js';
import { ago, when } from './times.js';

const DAY = 86_400_000;
const NEEDED = 'server:admin';
const SCOPES = [
  ['images:read', 'see images, originals and the numbers of the server', true],
  ['images:upload', 'upload, reprocess, roll back, move focal points', true],
  ['images:erase', 'erase images and versions', false],
  [NEEDED, 'manage tokens and notifications', false],
];
const ENDS = [['', 'never'], ['1', 'in a day'], ['7', 'in 7 days'], ['30', 'in 30 days'], ['90', 'in 90 days'], ['365', 'in a year']];

/** The page. */
export async function tokensPage() {
  const list = el('div', {});
  const dialog = el('dialog', { 'aria-labelledby': 'revoke-title' });
  const show = async () => {
    try {
      list.replaceChildren(...parts((await json('GET', '/tokens')).tokens, ask));
    } catch (error) {
      maker.hidden = error.status === 403;
      list.replaceChildren(refused('The tokens cannot be shown', error));
    }
  };
  const ask = (token, place) => {
    dialog.replaceChildren(...question(token, () => revoke(token, place, show)));
    dialog.showModal();
  };
  const maker = form(show);
  await show();
  return el('article', {}, el('h1', {}, 'Tokens'),
    el('p', { class: 'note' }, 'A program or a person shows a token to use this server. The server does not store its text: one that is lost can only be replaced.'),
    maker, list, dialog);
}

/** Makes a token, and shows its text until a person has it. */
function form(show) {
  const label = el('input', { id: 'token-label', required: true, maxlength: '200', autocomplete: 'off', placeholder: 'such as web shop' });
  const boxes = SCOPES.map(([scope, , isUsual]) => el('input', { type: 'checkbox', value: scope, checked: isUsual }));
  const ends = choice({ id: 'token-ends' }, ENDS);
  const button = el('button', { id: 'token-create' }, 'Create');
  const place = el('div');
  const create = async (event) => {
    event.preventDefault();
    button.disabled = true;
    place.replaceChildren();
    try {
      const made = await json('POST', '/tokens', { body: wish(label, boxes, ends) });
      place.replaceChildren(secret(made));
      place.querySelector('pre').focus();
      label.value = '';
      await show();
    } catch (error) {
      place.replaceChildren(failure(error.message));
    }
    button.disabled = false;
  };
  return el('form', { class: 'sheet', onsubmit: create }, el('h2', {}, 'New token'),
    el('p', { class: 'options' }, el('label', {}, 'What it is for ', label), el('label', {}, 'It expires ', ends)),
    el('fieldset', {}, el('legend', {}, 'It may'),
      SCOPES.map(([scope, text], i) => el('label', {}, boxes[i], el('span', {}, `${text} `, el('code', {}, scope))))),
    el('p', {}, button), place);
}

function wish(label, boxes, ends) {
  const scopes = boxes.filter(({ checked }) => checked).map(({ value }) => value);
  if (scopes.length === 0) throw new Error('Choose what it may do.');
  return {
    label: label.value.trim(),
    scopes,
    ...(ends.value && { expiresAt: new Date(Date.now() + Number(ends.value) * DAY).toISOString() }),
  };
}

function secret({ label, token }) {
  const text = el('pre', { tabindex: '0', id: 'token-text', 'aria-label': `Text of the token ${label}` }, token);
  const said = el('span', { class: 'note', role: 'status' });
  const box = el('div', { class: 'made' },
    el('strong', {}, `This is the token for ${label}. It is shown only now.`), text,
    el('div', { class: 'actions' },
      el('button', { type: 'button', onclick: async () => { said.textContent = await copy(text); } }, 'Copy'),
      el('button', { type: 'button', class: 'quiet', onclick: () => box.remove() }, 'I have it'), said));
  announce('The token is created');
  return box;
}

function parts(tokens, ask) {
  const now = Date.now();
  const isValid = ({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || new Date(expiresAt) > now);
  const valid = tokens.filter(isValid).reverse();
  const ended = tokens.filter((token) => !isValid(token)).reverse();
  return [
    el('h2', { tabindex: '-1', id: 'valid' }, valid.length === 1 ? 'One valid token' : `${valid.length} valid tokens`),
    el('ul', { class: 'rows', id: 'tokens' }, valid.map((token) => row(token, ask))),
    ended.length > 0 && el('details', {}, el('summary', {}, `${ended.length} revoked or expired`),
      el('ul', { class: 'rows' }, ended.map((token) => row(token)))),
  ].filter(Boolean);
}

function row(token, ask) {
  const { id, label, scopes, createdAt, lastUsedAt, expiresAt, revokedAt, current } = token;
  const place = el('div', { class: 'wide' });
  const end = revokedAt ? ['revoked ', ago(revokedAt)] : expiresAt ? ['expires ', when(expiresAt)] : 'never expires';
  return el('li', {},
    el('div', {}, el('strong', {}, label), ' ', el('code', {}, id), current && el('span', { class: 'tag good' }, 'this session'),
      el('div', { class: 'tags' }, scopes.map((scope) => el('span', { class: scope === NEEDED ? 'tag bad' : 'tag' }, scope))),
      el('div', { class: 'note' }, 'created ', ago(createdAt), ', ', lastUsedAt ? ['last used ', ago(lastUsedAt)] : 'never used', ', ', end)),
    ask && el('button', { class: 'danger', type: 'button', 'aria-label': `Revoke ${label}`, onclick: () => ask(token, place) }, 'Revoke…'),
    place);
}

function question({ label, current }, act) {
  return [
    el('h2', { id: 'revoke-title' }, `Revoke ${label}?`),
    el('p', {}, 'Programs that use this token are refused from now on. This cannot be undone.'),
    current && el('p', { class: 'bad' }, 'You are signed in with this token: your session ends.'),
    el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Cancel'),
      el('button', { class: 'danger', id: 'revoke-now', onclick: act }, 'Revoke')),
  ].filter(Boolean);
}

async function revoke({ id, label }, place, show) {
  try {
    await json('DELETE', `/tokens/${id}`);
    announce(`${label} is revoked`);
    await show();
    document.getElementById('valid')?.focus();
  } catch (error) {
    place.replaceChildren(failure(error.message));
  }
}
