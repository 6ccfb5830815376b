// Small servers around the one under test: a page of another site, and proxies.
import { createServer, request } from 'node:http';

const listening = (server, port) => new Promise((resolve) => {
  server.listen(port, '127.0.0.1', () => resolve(server.address().port));
});

/** A page with one script, and with more headers if they are given. */
export async function page(script, port, headers = {}) {
  const server = createServer((question, answer) => {
    const isScript = question.url.endsWith('.js');
    Object.entries(headers).forEach(([name, value]) => answer.setHeader(name, value));
    answer.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    answer.end(isScript ? script : '<!doctype html><title>elsewhere</title><script type="module" src="page.js"></script>');
  });
  return { port: await listening(server, port), server };
}

/** A proxy that forwards paths unchanged, or without its own prefix. */
export async function proxy(target, prefix = '') {
  const { hostname, port } = new URL(target);
  const server = createServer((question, answer) => {
    const path = question.url.startsWith(prefix) ? question.url.slice(prefix.length) || '/' : question.url;
    const onward = request(
      { hostname, port, path, method: question.method, headers: question.headers },
      (reply) => { answer.writeHead(reply.statusCode, reply.headers); reply.pipe(answer); },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    question.pipe(onward);
  });
  return { port: await listening(server, 0), server };
}
