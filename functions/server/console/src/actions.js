// What can be done with an image: make it again, replace, download and erase its original.
import { downloadOriginal, erase, post, recipes, tellErased } from './api.js';
import { replaceOriginal } from './carry.js';
import { announce, el, errorPlace, failure, tell } from './dom.js';

/** The part of the page. */
export async function actions(image, refresh) {
  const known = await recipes().catch((error) => ({ error }));
  const choice = el('select', { id: 'reprocess-recipe', 'aria-label': 'Recipe' },
    known.recipes?.map((recipe) => el('option', {}, recipe.name)) ?? []);
  const place = errorPlace('actions-errors', known.error && failure(`The recipes cannot be shown: ${known.error.message}`));
  const again = () => post(image.links.reprocess, { recipe: choice.value, default: true })
    .then(refresh, (error) => tell(place, error));
  const download = () => downloadOriginal(image).catch((error) => tell(place, error));
  const dialog = eraseDialog(image, place);
  return el('section', { class: 'actions' }, el('h2', {}, 'Actions'), dialog,
    image.current && known.recipes && el('span', {}, choice, ' ', el('button', { class: 'quiet', id: 'reprocess', onclick: again }, 'Reprocess')),
    replacement(image, place, refresh),
    el('button', { class: 'quiet', id: 'download', onclick: download }, 'Download the original'),
    el('a', { href: `#/webhook?image=${image.id}` }, 'Notifications'),
    el('button', { class: 'danger', id: 'erase', onclick: () => dialog.showModal() }, 'Erase…'), place,
    el('p', { class: 'note wide', id: 'replace-note' }, 'A new original gets the id and the name of this image. Other sets keep the former one until they are reprocessed.'));
}

/** A button that asks for a file; what goes on is said beside it. */
function replacement(image, place, refresh) {
  const said = el('span', { class: 'note', role: 'status' });
  const input = el('input', { type: 'file', hidden: true, id: 'replacement', 'aria-label': 'New original', accept: 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff', onchange: () => send() });
  const button = el('button', { class: 'quiet', type: 'button', id: 'replace', 'aria-describedby': 'replace-note', onclick: () => input.click() }, 'Replace the original…');
  const send = async () => {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    button.disabled = true;
    place.replaceChildren();
    try {
      await replaceOriginal(image, file, (text) => { said.textContent = text; });
      announce('The new original is uploaded');
    } catch (error) {
      tell(place, error);
      return;
    } finally {
      said.textContent = '';
      button.disabled = false;
    }
    await refresh();
  };
  return el('span', {}, button, input, ' ', said);
}

function eraseDialog(image, place) {
  return el('dialog', { 'aria-labelledby': 'erase-title' },
    el('h2', { id: 'erase-title' }, 'Erase this image?'),
    el('p', {}, 'The original and all variants are deleted permanently, and their URLs stop working. Copies in browsers and backups remain.'),
    el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Cancel'),
      el('button', { class: 'danger', id: 'erase-now', onclick: () => eraseNow(image.id, place) }, 'Erase')));
}

async function eraseNow(id, place) {
  try {
    await erase(id);
    announce('Erased');
    tellErased(id);
    window.dispatchEvent(new Event('go-home'));
  } catch (error) {
    tell(place, error);
  }
}
