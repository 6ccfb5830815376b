// Hashes a file piece by piece in a worker thread, without holding it in memory.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const PIECE = 4 << 20;

self.onmessage = async ({ data: file }) => {
  try {
    const digest = sha256.create();
    for (let at = 0; at < file.size; at += PIECE) {
      digest.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      self.postMessage({ done: Math.min(file.size, at + PIECE) });
    }
    self.postMessage({ sha256: bytesToHex(digest.digest()) });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};
