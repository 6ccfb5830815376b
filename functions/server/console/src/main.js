// The console's pages, by the address behind `#`.
import { recipes, signIn, signOut, signedIn, takeTokenFromAddress } from './api.js';
import { el } from './dom.js';
import { gallery } from './gallery.js';
import { imagePage } from './image.js';
import { uploads } from './uploads.js';

const main = document.getElementById('main');
const signOutButton = document.getElementById('sign-out');
let home;

function signInPage() {
  const token = el('input', { type: 'password', id: 'token', autocomplete: 'current-password', required: true });
  const submit = (event) => {
    event.preventDefault();
    signIn(token.value.trim());
    route();
  };
  return el('form', { class: 'sign-in', onsubmit: submit },
    el('h1', {}, 'Sign in'),
    el('label', { for: 'token' }, 'Token'), token,
    el('p', { class: 'note' }, 'The server printed one at its first start; ', el('code', {}, './tintype token create'), ' makes another.'),
    el('button', {}, 'Sign in'));
}

async function homePage() {
  const known = await recipes();
  const choice = el('select', { id: 'recipe' },
    known.recipes.map(({ name }) => el('option', { selected: name === known.default }, name)));
  const pictures = gallery();
  return {
    refresh: pictures.refresh,
    element: el('div', {},
      el('p', { class: 'recipe' }, el('label', { for: 'recipe' }, 'Recipe '), choice),
      uploads(() => choice.value, () => pictures.refresh()), pictures.element),
  };
}

async function page() {
  const match = /^#\/images\/([^/]+)$/.exec(location.hash);
  if (match) return imagePage(decodeURIComponent(match[1]));
  if (home) home.refresh();
  home ??= await homePage();
  return home.element;
}

async function route() {
  takeTokenFromAddress();
  signOutButton.hidden = !signedIn();
  if (!signedIn()) {
    home = undefined;
    main.replaceChildren(signInPage());
    return;
  }
  try {
    main.replaceChildren(await page());
  } catch (error) {
    if (signedIn()) main.replaceChildren(el('p', { class: 'failure', role: 'alert' }, error.message));
  }
  main.focus({ preventScroll: true });
}

signOutButton.addEventListener('click', () => { signOut(); route(); });
window.addEventListener('hashchange', route);
window.addEventListener('signed-out', route);
route();
