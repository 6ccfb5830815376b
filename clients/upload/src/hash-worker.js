// Hashes files in a worker thread.
import { digest } from './digest.js';

self.onmessage = async ({ data: blob }) => {
  try {
    self.postMessage({ sha256: await digest(blob, (done) => self.postMessage({ done })) });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};
