// The placeholder of an image that has not loaded yet.
import { thumbHashToDataURL } from 'thumbhash';

/** Shows the ThumbHash behind a picture until it has loaded. */
export function placeholder(picture, { thumbhash, dominantColor }) {
  if (dominantColor) picture.style.backgroundColor = dominantColor;
  if (!thumbhash) return;
  const hash = Uint8Array.from(atob(thumbhash), (c) => c.charCodeAt(0));
  picture.style.backgroundImage = `url(${thumbHashToDataURL(hash)})`;
  picture.addEventListener('load', () => { picture.style.backgroundImage = 'none'; }, { once: true });
}
