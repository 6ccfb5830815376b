// Handles one request per line: `avif FILE`, `webp FILE`, `thumbhash FILE`.
// A reply is one line: `ok WIDTH HEIGHT` after writing FILE.rgba, `ok BASE64`, or `no REASON`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const modules = process.argv[2];
const find = (name) => require.resolve(name, { paths: [modules] });

// The decoder passes its pixels to this browser class, which Node lacks.
globalThis.ImageData ??= class {
  constructor(data, width, height) {
    Object.assign(this, { data, width, height });
  }
};

const { rgbaToThumbHash } = await import(find('thumbhash'));
const decoders = {};
for (const format of ['avif', 'webp']) {
  const { default: decode, init } = await import(find(`@jsquash/${format}/decode.js`));
  const code = readFileSync(find(`@jsquash/${format}/codec/dec/${format}_dec.wasm`));
  await init(await WebAssembly.compile(code));
  decoders[format] = decode;
}

async function pixels(format, file) {
  const image = await decoders[format](readFileSync(file));
  writeFileSync(`${file}.rgba`, image.data);
  return `${image.width} ${image.height}`;
}

// The file contains width and height as 32-bit big-endian numbers, then the pixels.
function thumbhash(file) {
  const bytes = readFileSync(file);
  const hash = rgbaToThumbHash(bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.subarray(8));
  return Buffer.from(hash).toString('base64');
}

const avif = (file) => pixels('avif', file);
const webp = (file) => pixels('webp', file);
const answers = { avif, webp, thumbhash };
for await (const line of createInterface({ input: process.stdin })) {
  const [what, file] = line.split(' ', 2);
  try {
    console.log(`ok ${await answers[what](file)}`);
  } catch (e) {
    console.log(`no ${String(e).replaceAll('\n', ' ')}`);
  }
}
