// A page of another site that uses the server: once with plain fetch, once with Uppy.
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function wish(file) {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return JSON.stringify({ contentType: file.type, bytes: file.size, sha256, recipe: 'tiny', name: file.name });
}

async function begin(server, token, file) {
  const response = await fetch(`${server}/images`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: await wish(file),
  });
  if (!response.ok) throw new Error(`POST /images: ${response.status}`);
  return response.json();
}

/** Waits for the end of an image by its event stream, then fetches every variant as a page does. */
async function finish(server, token, id) {
  const headers = { authorization: `Bearer ${token}` };
  const events = await fetch(`${server}/events?image=${id}`, { headers });
  const told = await events.text();
  const response = await fetch(`${server}/images/${id}`, { headers });
  const image = await response.json();
  const statuses = await Promise.all(image.variants.map(async ({ url }) =>
    (await fetch(url, { headers: { 'if-none-match': '"other"' } })).status));
  return { state: image.state, told, etag: response.headers.get('etag'), statuses };
}

window.withFetch = async (server, token, bytes) => {
  const file = new File([new Uint8Array(bytes)], 'by fetch.png', { type: 'image/png' });
  const started = await begin(server, token, file);
  const put = await fetch(started.upload.url, { method: 'PUT', headers: started.upload.headers, body: file });
  return { put: put.status, etag: put.headers.get('etag'), ...(await finish(server, token, started.id)) };
};

window.withUppy = async (server, token, bytes) => {
  const file = new File([new Uint8Array(bytes)], 'by uppy.png', { type: 'image/png' });
  let id;
  const uppy = new Uppy().use(AwsS3, {
    shouldUseMultipart: false,
    signRequest: async () => {
      const started = await begin(server, token, file);
      id = started.id;
      return { url: started.upload.url, headers: started.upload.headers };
    },
  });
  uppy.addFile({ source: 'page', name: file.name, type: file.type, data: file });
  const result = await uppy.upload();
  return {
    failed: result.failed.map(({ error }) => error),
    successful: result.successful.length,
    ...(await finish(server, token, id)),
  };
};

/** What a page of a site that is not allowed gets. */
window.refused = async (server, token) => {
  try {
    await fetch(`${server}/images`, { headers: { authorization: `Bearer ${token}` } });
    return 'answered';
  } catch (error) {
    return error.name;
  }
};

window.known = (server, token) =>
  fetch(`${server}/images`, { headers: { authorization: `Bearer ${token}` } }).then((response) => response.status);
