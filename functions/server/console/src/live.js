// What happens to images: woken by the server's events, and by asking again as it says.
import { ApiError, call, image } from './api.js';

const wakers = new Map();
let listening = false;

/** Tells `hear` of every state of an image until it is ready or has failed. */
export async function watch(id, hear) {
  listen();
  for (let known = ''; ;) {
    let wait = 1000;
    try {
      const current = await image(id);
      if (current.state !== known) hear(current);
      known = current.state;
      if (known === 'ready' || known === 'failed' || known === 'expired') return;
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) {
        hear({ id, state: 'failed', reason: error.message });
        return;
      }
      wait = 3000;
    }
    await pause(id, wait);
  }
}

function pause(id, wait) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, wait);
    wakers.set(id, () => { clearTimeout(timer); resolve(); });
  });
}

async function listen() {
  if (listening) return;
  listening = true;
  try {
    const response = await call('GET', '/events', { headers: { accept: 'text/event-stream' } });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; ;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      lines.filter((line) => line.startsWith('data:')).forEach(wake);
    }
  } catch {
    // Without events, asking again is enough.
  } finally {
    listening = false;
  }
}

function wake(line) {
  for (const [id, waker] of wakers) {
    if (line.includes(id)) waker();
  }
}
