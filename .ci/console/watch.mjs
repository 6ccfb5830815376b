// What the page under test costs while something goes on: requests, workers, frames, cards and memory.
import { loadavg } from 'node:os';
import { page } from './stage.mjs';

/** Watches frames and tasks in the page from the moment when files are chosen, and cards from now on. */
function watchFrames() {
  const seen = { longest: 0, longestTask: 0, dropMs: 0, slow: [], cardsAtOnce: 0 };
  const known = new WeakSet(document.querySelectorAll('.gallery > li'));
  new MutationObserver((records) => {
    const made = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]).filter((card) => !known.has(card)));
    made.forEach((card) => known.add(card));
    seen.cardsAtOnce = Math.max(seen.cardsAtOnce, made.size);
  }).observe(document.querySelector('.gallery'), { childList: true });
  let last = performance.now();
  const frame = (now) => {
    seen.longest = Math.max(seen.longest, now - last);
    last = now;
    seen.watching = requestAnimationFrame(frame);
  };
  seen.watching = requestAnimationFrame(frame);
  // The drop itself is measured apart: the browser is handed the bytes of all files in the same task.
  let dropped = Infinity;
  let began;
  window.addEventListener('change', () => { began = performance.now(); }, { capture: true, once: true });
  window.addEventListener('change', () => {
    dropped = performance.now();
    last = dropped;
    Object.assign(seen, { dropMs: dropped - began, longest: 0 });
  }, { once: true });
  const after = (act) => (list) => list.getEntries().filter(({ startTime }) => startTime >= dropped).forEach(act);
  new PerformanceObserver(after(({ duration }) => { seen.longestTask = Math.max(seen.longestTask, duration); })).observe({ type: 'longtask' });
  new PerformanceObserver(after((one) => seen.slow.push({
    ms: Math.round(one.duration),
    scriptMs: Math.round(one.scripts.reduce((sum, { duration }) => sum + duration, 0)),
    renderMs: Math.round(one.renderStart && one.startTime + one.duration - one.renderStart),
    by: [...new Set(one.scripts.map(({ invoker }) => invoker))].join(', '),
  }))).observe({ type: 'long-animation-frame' });
  window.seen = seen;
}

/** The times of the page, and its three slowest frames: a slow one with little script waited for a processor. */
function framesSeen() {
  const { longest, longestTask, dropMs, slow, cardsAtOnce, watching } = window.seen;
  cancelAnimationFrame(watching);
  return {
    longestFrameMs: Math.round(longest), longestTaskMs: Math.round(longestTask), dropMs: Math.round(dropMs),
    cardsAtOnce,
    framesOver200Ms: slow.filter(({ ms }) => ms > 200).length,
    slowest: slow.sort((one, other) => other.ms - one.ms).slice(0, 3),
  };
}

function counter() {
  const asked = { events: 0, images: 0, lists: 0, starts: 0, said: 0, puts: 0, files: 0 };
  return {
    asked,
    count(request) {
      const { pathname } = new URL(request.url());
      const isGet = request.method() === 'GET';
      if (pathname === '/events') asked.events += 1;
      else if (pathname.startsWith('/upload/')) asked.puts += 1;
      else if (pathname.startsWith('/files/')) asked.files += 1;
      else if (pathname.endsWith('/uploaded')) asked.said += 1;
      else if (pathname === '/images') asked[isGet ? 'lists' : 'starts'] += 1;
      else if (isGet && pathname.startsWith('/images/')) asked.images += 1;
    },
  };
}

/** Does something that chooses files; answers what it cost. */
export async function watched(act) {
  const { asked, count } = counter();
  let workers = 0;
  const hired = () => { workers += 1; };
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const heapMb = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return Number(((await session.send('Runtime.getHeapUsage')).usedSize / 1e6).toFixed(1));
  };
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const heapBeforeMb = await heapMb();
  const before = await spent();
  await page.evaluate(watchFrames);
  page.on('request', count);
  page.on('worker', hired);
  const began = Date.now();
  await act();
  page.off('request', count);
  page.off('worker', hired);
  const seconds = Math.round((Date.now() - began) / 1000);
  const times = await page.evaluate(framesSeen);
  const after = await spent();
  const spentMs = Object.fromEntries(['Task', 'Script', 'Layout', 'RecalcStyle']
    .map((kind) => [kind, Math.round(1000 * (after[`${kind}Duration`] - before[`${kind}Duration`]))]));
  const heapAfterMb = await heapMb();
  await session.detach();
  return { asked, workers, seconds, ...times, spentMs, heapBeforeMb, heapAfterMb, load: loadavg()[0].toFixed(1) };
}
