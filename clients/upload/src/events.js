// Server-sent events, read from a response, because `EventSource` cannot send a token.

/** The server writes at least every 10 s. A connection that is silent for longer is dead. */
const SILENCE = 30_000;

/** The events of a response as `{ name, data }`, until the server ends the stream. */
export async function* events(response) {
  let rest = '';
  for await (const piece of pieces(response.body.pipeThrough(new TextDecoderStream()))) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop();
    yield* blocks.map(parsed).filter((event) => event.name);
  }
}

async function* pieces(body) {
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await orSilence(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function orSilence(reading) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('The event stream is silent.')), SILENCE);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}

function parsed(block) {
  const field = (name) => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field('data');
  return { name: field('event'), data: data ? JSON.parse(data) : {} };
}
