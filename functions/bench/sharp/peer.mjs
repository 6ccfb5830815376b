// Makes every variant of one original with sharp, once for each input line.
// Arguments: NAIVE | AT_ONCE | EXPERT, the original, the recipe as JSON, the folder for the variants.
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import sharp from 'sharp';

const [way, original, recipeJson, folder] = process.argv.slice(2);
const recipe = JSON.parse(recipeJson);

function encoding(format, width) {
  return recipe.formats[format].find(({ upTo }) => upTo === undefined || width <= upTo);
}

// The same options as Tintype's Encoder.
function encoded(image, format, width) {
  const { quality, effort } = encoding(format, width);
  switch (format) {
    case 'avif':
      return image.avif({ quality, effort, chromaSubsampling: '4:2:0', bitdepth: 8 });
    case 'webp':
      return image.webp({ quality, effort });
    default:
      return image.flatten({ background: recipe.background }).jpeg({
        quality,
        chromaSubsampling: '4:2:0',
        optimiseCoding: true,
        progressive: true,
        trellisQuantisation: effort >= 1,
        overshootDeringing: effort >= 2,
        optimiseScans: effort >= 2,
        quantisationTable: effort >= 2 ? 3 : 5,
      });
  }
}

function target(size, format) {
  return join(folder, `${size}.${format}`);
}

function pipeline(size, format) {
  const resized = sharp(original).autoOrient().resize({ width: size, withoutEnlargement: true });
  return encoded(resized, format, size).toFile(target(size, format));
}

const wanted = recipe.sizes
  .toReversed()
  .flatMap((size) => Object.keys(recipe.formats).map((format) => [size, format]));

async function naive() {
  for (const [size, format] of wanted) {
    await pipeline(size, format);
  }
}

async function atOnce() {
  await Promise.all(wanted.map(([size, format]) => pipeline(size, format)));
}

async function level(image, size) {
  const { data, info } = await image
    .resize({ width: size, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { data, raw: { width, height, channels } };
}

// Each level from the nearest one at least twice as wide, all encodes at once, largest AVIF first.
async function expert() {
  const levels = new Map();
  for (const size of recipe.sizes.toReversed()) {
    const larger = [...levels.keys()].filter((made) => made >= 2 * size).pop() ?? recipe.sizes.at(-1);
    const from = levels.get(larger);
    const image = from ? sharp(from.data, { raw: from.raw }) : sharp(original).autoOrient();
    levels.set(size, await level(image, size));
  }
  const formats = Object.keys(recipe.formats);
  await Promise.all(
    formats.flatMap((format) =>
      [...levels].map(([size, { data, raw }]) =>
        encoded(sharp(data, { raw }), format, size).toFile(target(size, format)),
      ),
    ),
  );
}

const render = { NAIVE: naive, AT_ONCE: atOnce, EXPERT: expert }[way];
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'render') {
    throw new Error(`not render: ${line}`);
  }
  await render();
  process.stdout.write('ok\n');
}
