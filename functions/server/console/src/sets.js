// The sets that show one original of an image, and which of them have files for its focal point.
import { image as describe, versions } from './api.js';

export const UNFINISHED = ['awaiting_upload', 'queued', 'processing'];

export const samePoint = (one, other) => one?.x === other?.x && one?.y === other?.y;

/** The image as each of its sets of the same original shows it, the one on the page first. */
export async function setsOf(image) {
  const others = (image.sets ?? []).filter((set) => set.recipe !== image.recipe && !set.otherOriginal);
  const shown = await Promise.all(others.map((set) => describe(image.id, set.recipe).catch(() => null)));
  return [image, ...shown.filter((set) => set?.current)];
}

/** Whether a focal point moves a variant of these sets. */
export const hasCrops = (sets) => sets.some((set) => set.variants.some((variant) => variant.cropsByFocus));

/**
 * Each set whose crops are not those of the focal point, as `{ text, isFailed }`: what it shows, and
 * why. Says so if that cannot be found out.
 */
export async function setsWithoutPoint(image, sets) {
  const point = image.current.original.focus;
  try {
    const known = (await versions(image.id)).versions;
    return sets.filter((set) => hasCrops([set])).flatMap((set) => {
      const shown = known.find((version) => version.version === set.current.version);
      if (!shown || samePoint(shown.original.focus, point)) return [];
      return [described(set, wanted(known, shown, point), point)];
    });
  } catch (error) {
    return [{ text: `It is not known which sets have this point: ${error.message}`, isFailed: false }];
  }
}

/** The last version that differs from the shown one by its focal point only. */
function wanted(known, shown, point) {
  const content = ({ recipe }) => JSON.stringify({ ...recipe, name: '', digest: '' });
  return known.findLast((version) => version.original.sha256 === shown.original.sha256
    && samePoint(version.original.focus, point) && content(version) === content(shown));
}

function described(set, version, point) {
  const made = point ? 'with this point' : 'without a point';
  if (UNFINISHED.includes(version?.state)) {
    return { text: `The set ${set.recipe} is being made ${made}.`, isFailed: false };
  }
  const isFailed = version?.state === 'failed';
  const message = isFailed && set.version === version.version ? ` ${set.message}` : '';
  const reason = isFailed ? ' because it failed' : '';
  return { text: `The set ${set.recipe} has no version ${made}${reason}; its crops stay as they are.${message}`, isFailed };
}
