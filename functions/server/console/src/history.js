// The versions that a set of an image had, and the way back to one of them.
import { fileUrl, post, versions } from './api.js';
import { announce, bytes, el, errorPlace, tell } from './dom.js';
import { when } from './times.js';

/** The part of the page, or null if there was only one version. */
export async function versionsOf(image, refresh) {
  const all = await versions(image.id);
  const shown = all.sets.find(({ recipe }) => recipe === image.recipe)?.shown;
  const own = all.versions.filter(({ version, recipe }) => recipe.name === image.recipe || version === shown).reverse();
  if (own.length < 2) return null;
  const place = errorPlace('versions-errors');
  const back = async (version, button) => {
    button.disabled = true;
    try {
      await post(`/images/${image.id}/rollback`, { recipe: image.recipe, version });
      announce('The earlier version is shown');
      await refresh();
    } catch (error) {
      tell(place, error);
      button.disabled = false;
    }
  };
  return el('section', { class: 'versions' }, el('h2', {}, `${own.length} versions`),
    el('p', { class: 'note' }, 'To show an earlier version again makes nothing new, and takes effect at once.'),
    el('ul', {}, own.map((version) => row(version, version.version === shown, all.files, back))), place);
}

function row({ version, state, createdAt, manifest, recipe, original }, isShown, files, back) {
  const made = manifest?.variants ?? [];
  const small = made.toSorted((one, other) => one.width - other.width).find(({ format }) => format !== 'avif') ?? made[0];
  const button = el('button', {
    class: 'quiet', type: 'button', 'aria-label': `Show this version: ${version}`, onclick: (event) => back(version, event.currentTarget),
  }, 'Show this version');
  return el('li', { class: isShown ? 'shown' : undefined },
    small ? el('img', { src: fileUrl(`${files.replace(/\/$/, '')}/${small.url.replace(/^\//, '')}`), alt: '', loading: 'lazy', width: '64', height: '64' }) : el('span', { class: 'none' }),
    el('span', {}, el('strong', {}, when(createdAt)),
      el('span', { class: 'note' }, ` ${version}, recipe ${recipe.name}, original of ${bytes(original.bytes)}`),
      el('span', { class: 'note wide' }, made.length > 0 ? `${made.length} files, ${bytes(made.reduce((sum, one) => sum + one.bytes, 0))}` : '')),
    isShown ? el('strong', { class: 'good' }, 'shown') : state === 'ready' ? button : el('span', { class: 'note' }, state.replace('_', ' ')));
}
