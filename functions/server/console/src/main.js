// The console's pages, selected by the part of the URL after `#`.
import { recipes, signIn, signOut, signedIn, takeTokenFromAddress } from './api.js';
import { el } from './dom.js';
import { gallery } from './gallery.js';
import { imagePage } from './image.js';
import { uploads } from './uploads.js';

const REFUSED = 'The server does not accept this token. It may be mistyped, revoked or expired.';

const main = document.getElementById('main');
const signOutButton = document.getElementById('sign-out');
let home;
let placeAtHome = 0;

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
      route();
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
  const choice = el('select', { id: 'recipe' },
    known.recipes.map(({ name }) => el('option', { selected: name === known.default }, name)));
  const pictures = gallery();
  return {
    showNewest: pictures.showNewest,
    element: el('div', {},
      el('p', { class: 'recipe' }, el('label', { for: 'recipe' }, 'Recipe '), choice),
      uploads(() => choice.value, () => pictures.refresh()), pictures.element),
  };
}

async function page() {
  const match = /^#\/images\/([^/]+)$/.exec(location.hash);
  if (match) return imagePage(decodeURIComponent(match[1]));
  if (home) home.showNewest();
  home ??= await homePage();
  return home.element;
}

function askForToken(refusal) {
  home = undefined;
  signOutButton.hidden = true;
  main.replaceChildren(signInPage(refusal));
}

async function route() {
  takeTokenFromAddress();
  if (!signedIn()) {
    askForToken();
    return;
  }
  signOutButton.hidden = false;
  if (home?.element.isConnected) placeAtHome = window.scrollY;
  try {
    const shown = await page();
    main.replaceChildren(shown);
    window.scrollTo(0, shown === home?.element ? placeAtHome : 0);
  } catch (error) {
    if (signedIn()) main.replaceChildren(el('p', { class: 'failure', role: 'alert' }, error.message));
  }
  main.focus({ preventScroll: true });
}

history.scrollRestoration = 'manual';
signOutButton.addEventListener('click', () => { signOut(); route(); });
window.addEventListener('hashchange', route);
window.addEventListener('token-refused', () => askForToken(REFUSED));
route();
