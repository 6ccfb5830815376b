// Small generated PNGs, each with different bytes.
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A picture with the colour that is given for each of its pixels. */
function painted(width, height, color) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) row.set(color(x, y), 1 + x * 3);
    return row;
  }));
  return Buffer.concat([
    SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A picture of side × side pixels in colours that only its number has. */
export const png = (number, side = 48) =>
  painted(side, side, (x) => [number % 256, ((number >> 8) + x) % 256, ((number >> 16) + x * 5) % 256]);

/** A picture of at most 256 × 256 pixels whose red and green are the place of each pixel. */
export const places = (width, height) => painted(width, height, (x, y) => [x, y, 128]);

/** A file for a file chooser. */
export const file = (number) => ({ name: `picture ${number}.png`, mimeType: 'image/png', buffer: png(number) });

/** So many files with consecutive numbers. */
export const files = (from, count) => Array.from({ length: count }, (_, i) => file(from + i));
