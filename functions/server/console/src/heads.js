// Looks images up in the list: many of them with one request, wherever they are in it.
import { images } from './api.js';

const MOST = 200;
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The smallest id above another: the list that begins there begins with the other. */
export function above(id) {
  const digits = [...id];
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    const value = DIGITS.indexOf(digits[at]);
    if (value < DIGITS.length - 1) {
      digits[at] = DIGITS[value + 1];
      return digits.join('');
    }
    digits[at] = DIGITS[0];
  }
  return undefined;
}

/** Images of the list by id; those that are not in the list, such as erased ones, are left out. */
export async function heads(ids) {
  const wanted = [...new Set(ids)].sort().reverse();
  const found = new Map();
  for (let at = 0; at < wanted.length;) {
    const page = await images({ cursor: above(wanted[at]), limit: Math.min(MOST, wanted.length - at) });
    page.images.forEach((image) => found.set(image.id, image));
    if (!page.next) break;
    const beyond = wanted.findIndex((id, i) => i > at && id < page.next);
    if (beyond < 0) break;
    at = beyond;
  }
  return new Map(wanted.filter((id) => found.has(id)).map((id) => [id, found.get(id)]));
}
