// The part of the page where photos are dropped.
import { el } from './dom.js';
import { Queue } from './queue.js';
import { tray } from './tray.js';

/**
 * The drop zone and the tray below it, as `element`. `recipe` answers the name of the recipe to use;
 * `close()` ends what goes on.
 */
export function uploads(recipe) {
  const queue = new Queue(() => shown.changed());
  const shown = tray(queue);
  const goOn = () => { queue.goOn(); shown.changed(); };
  window.addEventListener('signed-in', goOn);
  return {
    element: el('section', { 'aria-label': 'Upload' }, zone((files) => queue.add(files, recipe())), shown.element),
    close() {
      window.removeEventListener('signed-in', goOn);
      queue.cancelAll();
    },
  };
}

function zone(add) {
  const input = el('input', {
    type: 'file', multiple: true, id: 'files', class: 'unseen',
    accept: 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff',
    onchange: () => { add([...input.files]); input.value = ''; },
  });
  const area = el('label', { class: 'zone', for: 'files' },
    input,
    el('strong', {}, 'Drop photos here'),
    el('span', {}, 'or press to choose: JPEG, PNG, WebP, AVIF, GIF or TIFF, up to 100 MB each'));
  const over = (event) => { event.preventDefault(); area.classList.add('over'); };
  area.addEventListener('dragover', over);
  area.addEventListener('dragenter', over);
  area.addEventListener('dragleave', () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    area.classList.remove('over');
    add([...event.dataTransfer.files]);
  });
  return area;
}
