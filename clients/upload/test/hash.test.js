import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { hash } from '../src/index.js';
import { Sha256 } from '../src/sha256.js';

const expected = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('bytes in pieces of any length have the right digest', () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 70_001]) {
    const bytes = randomBytes(length);
    for (const piece of [1, 7, 63, 64, 65, 4096]) {
      const digest = new Sha256();
      for (let at = 0; at < length; at += piece) digest.update(bytes.subarray(at, at + piece));
      assert.equal(digest.hex(), expected(bytes), `${length} bytes in pieces of ${piece}`);
    }
  }
});

test('small and large files have the right digest, and progress ends at their length', async () => {
  for (const length of [0, 10, 9_000_001]) {
    const bytes = randomBytes(length);
    let last = [0, length];
    assert.equal(await hash(new Blob([bytes]), { onProgress: (...told) => { last = told; } }), expected(bytes));
    assert.deepEqual(last, [length, length]);
  }
});

test('without crypto.subtle, small files have the right digest', async (context) => {
  context.mock.getter(globalThis, 'crypto', () => ({}));
  assert.equal(await hash(new Blob(['abc'])), expected('abc'));
});

test('a file that cannot be read is a FileError', async () => {
  const gone = { size: 9_000_000, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('It is gone.')) }) };
  await assert.rejects(hash(gone), { name: 'FileError', message: 'It is gone.' });
});
