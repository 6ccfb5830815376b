// Waiting, and trying again.

const TRIES = 5;
const FIRST = 1000;

/** Resolves after some time; rejects with the signal's reason when it aborts. */
export const pause = (millis, signal) => new Promise((resolve, reject) => {
  signal?.throwIfAborted();
  const stop = () => { clearTimeout(timer); reject(signal.reason); };
  const timer = setTimeout(() => { signal?.removeEventListener('abort', stop); resolve(); }, millis);
  signal?.addEventListener('abort', stop, { once: true });
});

/** Acts again, later each time, while that may help. `told` hears the error and the pause in ms. */
export async function again(act, told, signal) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (signal?.aborted || !error.mayHelp || tries === TRIES) throw error;
      const millis = Math.max(1000 * error.retryAfter, FIRST * 2 ** (tries - 1));
      told(error, millis);
      await pause(millis, signal);
    }
  }
}
