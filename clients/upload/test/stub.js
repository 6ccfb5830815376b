// A server with the paths of Tintype that a test rules: `answers` maps `METHOD /path` to functions.
import { createServer } from 'node:http';

export const ID = '01K9Z6Q4T8V0W2X4Y6Z8A0C2E4';
export const VERSION = '0123456789abcdef';
const links = {
  image: `/images/${ID}`, upload: `/images/${ID}/versions/${VERSION}/upload`, uploaded: `/images/${ID}/versions/${VERSION}/uploaded`,
};

export const json = (status, body, headers = {}) => ({ status, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
export const problem = (status, slug, headers = {}) => json(status, { type: `urn:problem:tintype:${slug}`, detail: `It is ${slug}.` }, headers);

/** Starts it; what was asked is in `asked`. Each answer function gets the request and how often it was asked. */
export async function stub(own = {}) {
  const asked = [];
  const permit = () => ({ method: 'PUT', url: `${server.url}/upload/x`, headers: { 'content-type': 'image/png', 'if-none-match': '*' }, expiresAt: '' });
  const answers = {
    'POST /images': () => json(201, { id: ID, version: VERSION, state: 'awaiting_upload', upload: permit(), links }),
    [`POST ${links.upload}`]: () => json(200, { id: ID, version: VERSION, state: 'awaiting_upload', upload: permit(), links }),
    'PUT /upload/x': () => ({ status: 200 }),
    [`POST ${links.uploaded}`]: () => json(202, {}),
    [`GET ${links.image}`]: () => json(200, { id: ID, version: VERSION, state: 'ready', variants: [] }),
    ...own,
  };
  const http = createServer(async (request, response) => {
    const body = [];
    for await (const piece of request) body.push(piece);
    const name = `${request.method} ${request.url.split('?')[0]}`;
    const times = asked.filter((one) => one.name === name).length + 1;
    const question = { name, target: request.url, headers: request.headers, body: Buffer.concat(body) };
    asked.push(question);
    const answer = await answers[name]?.(question, times) ?? problem(404, 'not-found');
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  const server = {
    url: `http://127.0.0.1:${http.address().port}`,
    asked,
    names: () => asked.map(({ name }) => name),
    of: (name) => asked.filter((one) => one.name === name),
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
  return server;
}

export const started = (state, upload) => json(200, { id: ID, version: VERSION, state, upload, links });
