// The console's pages, selected by the part of the URL after `#`.
import { recipes, signIn, signOut, signedIn, takeTokenFromAddress } from './api.js';
import { choice, el, failure } from './dom.js';
import { gallery } from './gallery.js';
import { healthPage } from './health.js';
import { imagePage } from './image.js';
import { unsaved } from './labels.js';
import { restart } from './live.js';
import { hashOf, searchOf } from './search.js';
import { tokensPage } from './tokens.js';
import { uploads } from './uploads.js';
import { webhookPage } from './webhook.js';

const REFUSED = 'The server does not accept this token. It may be mistyped, revoked or expired.';

/** Pages beside the images: their titles, and what makes them. */
const PAGES = {
  '#/tokens': ['Tokens', tokensPage],
  '#/webhook': ['Webhook', webhookPage],
  '#/health': ['Health', healthPage],
};

const main = document.getElementById('main');
const signOutButton = document.getElementById('sign-out');
const menu = document.getElementById('menu');
let home;
let leave;
let turn = 0;

function signInPage(refusal) {
  const wrong = el('p', { class: 'failure', role: 'alert', id: 'refusal', hidden: !refusal }, refusal);
  const token = el('input', {
    type: 'password', id: 'token', autocomplete: 'current-password', required: true, 'aria-describedby': 'refusal',
  });
  const button = el('button', {}, 'Sign in');
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    signIn(token.value.trim());
    try {
      await recipes();
      begin();
    } catch (error) {
      signOut();
      wrong.textContent = error.status === 401 ? REFUSED : error.message;
      wrong.hidden = false;
      button.disabled = false;
      token.focus();
    }
  };
  return el('form', { class: 'sign-in', onsubmit: submit },
    el('h1', {}, 'Sign in'), wrong,
    el('label', { for: 'token' }, 'Token'), token,
    el('p', { class: 'note' }, 'The server printed one at its first start. To create another, run ', el('code', {}, './tintype token create'), '.'),
    button);
}

async function homePage() {
  const known = await recipes();
  const recipe = choice({ id: 'recipe' }, known.recipes.map(({ name }) => [name, name]), known.default);
  const pictures = gallery(known.recipes);
  const tray = uploads(() => recipe.value);
  return {
    pictures,
    place: 0,
    element: el('div', {},
      el('h1', { class: 'unseen' }, 'Images'),
      el('p', { class: 'recipe' }, el('label', { for: 'recipe' }, 'Recipe '), recipe), tray.element, pictures.element),
    close() { tray.close(); pictures.close(); },
  };
}

async function showHome(isCurrent) {
  document.title = 'Images – Tintype';
  home ??= await homePage();
  if (!isCurrent()) return;
  const address = hashOf(searchOf(location.hash));
  const isSame = home.pictures.address === address;
  main.replaceChildren(home.element);
  window.scrollTo(0, isSame ? home.place : 0);
  leave = () => {
    home.place = window.scrollY;
    home.pictures.leave();
  };
  if (isSame) home.pictures.visit();
  else home.pictures.show(searchOf(location.hash));
}

async function showPage(isCurrent) {
  const [path, query] = location.hash.split('?');
  const match = /^#\/images\/([^/]+)$/.exec(path);
  const asked = new URLSearchParams(query);
  if (PAGES[path]) {
    const [title, make] = PAGES[path];
    document.title = `${title} – Tintype`;
    place(await make(asked), isCurrent);
  } else if (match) {
    const shown = await imagePage(decodeURIComponent(match[1]), asked.get('recipe') ?? undefined, home?.pictures.address ?? '#/');
    if (place(shown.element, isCurrent)) leave = shown.leave;
    else shown.leave();
  } else {
    await showHome(isCurrent);
  }
}

function place(element, isCurrent) {
  if (!isCurrent()) return false;
  main.replaceChildren(element);
  window.scrollTo(0, 0);
  return true;
}

function askForToken(refusal) {
  turn += 1;
  leaveNow();
  restart();
  document.title = 'Sign in – Tintype';
  signOutButton.hidden = true;
  menu.hidden = true;
  main.replaceChildren(signInPage(refusal));
}

function leaveNow() {
  leave?.();
  leave = undefined;
}

/** A session begins: what the last one could not finish goes on. */
function begin() {
  restart();
  route();
  window.dispatchEvent(new Event('signed-in'));
}

async function route() {
  takeTokenFromAddress();
  if (!signedIn()) {
    askForToken();
    return;
  }
  turn += 1;
  const own = turn;
  leaveNow();
  signOutButton.hidden = false;
  menu.hidden = false;
  const [path] = location.hash.split('?');
  menu.querySelectorAll('a').forEach((link) => {
    if (link.hash === (PAGES[path] ? path : '#/')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  try {
    await showPage(() => own === turn);
  } catch (error) {
    if (signedIn() && own === turn) main.replaceChildren(failure(error.message));
  }
  if (own === turn) main.focus({ preventScroll: true });
}

history.scrollRestoration = 'manual';
document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); main.focus(); });
signOutButton.addEventListener('click', () => {
  if (unsaved.size > 0 && !window.confirm('What you typed on the page of an image is not saved. Sign out?')) return;
  unsaved.clear();
  leaveNow();
  home?.close();
  home = undefined;
  signOut();
  route();
});
window.addEventListener('hashchange', route);
window.addEventListener('go-home', () => { location.hash = home?.pictures.address ?? '#/'; });
window.addEventListener('pagehide', () => leave?.());
window.addEventListener('token-refused', () => askForToken(REFUSED));
route();
