// SHA-256 (FIPS 180-4) of bytes that come piece by piece, which `crypto.subtle` cannot do.

const BLOCK = 64;
const PRIMES = primes(64);
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** The message schedule of the block at hand. */
const WORDS = new Int32Array(64);

const right = (word, bits) => (word >>> bits) | (word << (32 - bits));
const turned = (word, x, y, z) => right(word, x) ^ right(word, y) ^ right(word, z);
const mixed = (word, x, y, shift) => right(word, x) ^ right(word, y) ^ (word >>> shift);

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** The first 32 bits behind the point. */
function fraction(number) {
  return ((number - Math.floor(number)) * 2 ** 32) | 0;
}

export class Sha256 {
  #state = START.slice();
  #rest = new Uint8Array(BLOCK);
  #kept = 0;
  #bytes = 0;

  update(bytes) {
    this.#bytes += bytes.length;
    let at = 0;
    if (this.#kept > 0) {
      at = Math.min(BLOCK - this.#kept, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#kept);
      this.#kept += at;
      if (this.#kept < BLOCK) return this;
      this.#take(this.#rest, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#take(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#kept = bytes.length - at;
    return this;
  }

  /** The digest in hex. Ends the hash. */
  hex() {
    const bits = this.#bytes * 8;
    const tail = new Uint8Array(this.#kept < BLOCK - 8 ? BLOCK : 2 * BLOCK);
    tail.set(this.#rest.subarray(0, this.#kept));
    tail[this.#kept] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits % 2 ** 32);
    for (let at = 0; at < tail.length; at += BLOCK) this.#take(tail, at);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #take(bytes, from) {
    const s = this.#state;
    let a = s[0];
    let b = s[1];
    let c = s[2];
    let d = s[3];
    let e = s[4];
    let f = s[5];
    let g = s[6];
    let h = s[7];
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK);
    const w = WORDS;
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i += 1) w[i] = (w[i - 16] + mixed(w[i - 15], 7, 18, 3) + w[i - 7] + mixed(w[i - 2], 17, 19, 10)) | 0;
    for (let i = 0; i < 64; i += 1) {
      const first = (h + turned(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
      const second = (turned(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    s[0] += a;
    s[1] += b;
    s[2] += c;
    s[3] += d;
    s[4] += e;
    s[5] += f;
    s[6] += g;
    s[7] += h;
  }
}
