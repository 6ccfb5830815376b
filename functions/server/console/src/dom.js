// Creates elements without HTML markup: text is never parsed, so a name with tags stays text.

/**
 * Makes an element. Properties that start with `on` are listeners; the others are attributes, left
 * out when false or undefined. Children are nodes or text; null and false are left out.
 */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** Announces a text to screen readers. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let value = count;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Makes these the children of a list, in this order; those that are in their place are not touched. */
export function arrange(list, elements) {
  const wanted = new Set(elements);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let at = list.firstElementChild;
  for (const element of elements) {
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
  }
}

/** A choice of values; the first label may stand for none of them. */
export const choice = (properties, options, chosen = '') => el('select', properties,
  options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));

/** One sentence in the place of what cannot be shown, or beside what was pressed. */
export const failure = (text) => el('p', { class: 'failure', role: 'alert' }, text);

/** A place for errors beside what is pressed. Its id is the same when the page is made anew. */
export const errorPlace = (id, ...children) => el('div', { class: 'errors', id }, children);

/** Shows an error beside the button that was pressed. */
export function tell(place, error) {
  const alert = failure(error.message);
  alert.dataset.told = '';
  place.replaceChildren(alert);
  place.scrollIntoView({ block: 'nearest' });
}

/** The errors that were told on a page, as a function that shows them again once the page is made anew. */
export function errorsOf(page) {
  const told = [...page.querySelectorAll('.errors > [data-told]')].map((alert) => [alert.parentElement.id, alert]);
  return () => told.forEach(([id, alert]) => document.getElementById(id)?.replaceChildren(alert));
}

/** Says why a page cannot be shown; a token without the scope of administrators is told how to get one. */
export const refused = (what, error) => el('div', {}, failure(`${what}: ${error.message}`),
  error.status === 403 && el('p', { class: 'note' }, 'Sign in by the link that the server prints at its start, or create a token with ',
    el('code', {}, './tintype token create --scope images:read,images:upload,images:erase,server:admin'), '.'));
