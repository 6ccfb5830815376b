// Where a person was in the gallery, so that a reload comes back to the same picture.
const KEY = 'tintype-place';

/** A page with more cards than this takes too long to make at once. */
const MOST = 2000;

/** Keeps the first card that is on the screen, and how many cards there are. */
export function keepPlace(address, limit, list) {
  const first = [...list.children].find((item) => item.getBoundingClientRect().bottom > 0);
  const isAtTop = window.scrollY === 0 || !first;
  sessionStorage.setItem(KEY, JSON.stringify({
    address,
    limit: Math.min(limit, MOST),
    id: isAtTop ? undefined : first.dataset.id,
    top: isAtTop ? 0 : first.getBoundingClientRect().top,
  }));
}

/** The place that was kept for an address. It is used once. */
export function placeFor(address) {
  const place = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  sessionStorage.removeItem(KEY);
  return place?.address === address ? place : undefined;
}

/** Scrolls so that the card is where it was. */
export function returnTo(place, list) {
  const item = place?.id && [...list.children].find(({ dataset }) => dataset.id === place.id);
  if (item) window.scrollBy(0, item.getBoundingClientRect().top - place.top);
}
