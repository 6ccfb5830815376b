// Where a size crops an original, by the same arithmetic as the renderer, so that a preview shows
// what will be made. All numbers are whole px of the upright original.

/** The coordinate of the right and the lower edge. */
export const SCALE = 10_000;

const scaled = (side, to, from) => Math.max(1, Math.floor((2 * side * to + from) / (2 * from)));

/** The largest part of the original that has the shape of the variant. */
function part(original, shape) {
  return original.width * shape.height <= original.height * shape.width
    ? { width: original.width, height: Math.min(original.height, scaled(shape.height, original.width, shape.width)) }
    : { width: Math.min(original.width, scaled(shape.width, original.height, shape.height)), height: original.height };
}

/** The nearest whole number of px before the part; a half is rounded down. */
function before(focus, whole, side) {
  const doubled = 2 * focus * whole - SCALE * side;
  const nearest = Math.floor((doubled + SCALE - 1) / (2 * SCALE));
  return Math.min(Math.max(nearest, 0), whole - side);
}

/** The part of the original that a crop shows: its place and size. */
export function windowAround(focus, original, shape) {
  const size = part(original, shape);
  return {
    x: before(focus.x, original.width, size.width), y: before(focus.y, original.height, size.height), ...size,
  };
}
