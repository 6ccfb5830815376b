// The tray of uploads: how far they are as a whole, and the files that need attention. However many
// files there are, only a few have a line.
import { announce, arrange, bytes, el } from './dom.js';

const MOST_LINES = 50;
const BETWEEN_PAINTS = 150;
const UNSENT = 'tintype-unsent';

/** The order of the lines: what a person can do something about comes first. */
const RANK = { stopped: 0, failed: 1, carried: 2, stored: 3, waiting: 4, cancelled: 5, ready: 6 };

/** One line of the list. */
class Line {
  constructor(entry, queue) {
    this.entry = entry;
    this.bar = el('progress', { max: '1', value: '0', 'aria-label': `Progress of ${entry.name}` });
    this.note = el('span', { class: 'note' });
    this.cancel = el('button', { class: 'quiet', 'aria-label': `Cancel ${entry.name}`, onclick: () => queue.cancel(entry) }, 'Cancel');
    this.retry = el('button', { class: 'quiet', 'aria-label': `Try again: ${entry.name}`, onclick: () => queue.retry(entry) }, 'Try again');
    this.element = el('li', {},
      el('span', { class: 'name' }, entry.name), el('span', { class: 'size' }, bytes(entry.size)),
      this.bar, this.note, this.cancel, this.retry);
  }

  /** Writes only what has changed: each write costs a layout of the list. */
  show() {
    const { state, note, sent, size } = this.entry;
    const looks = `${state} ${sent} ${note}`;
    if (looks === this.looks) return;
    this.looks = looks;
    this.element.className = state;
    this.note.textContent = note;
    this.bar.value = sent / Math.max(1, size);
    this.cancel.hidden = !['waiting', 'carried'].includes(state);
    this.retry.hidden = state !== 'stopped';
  }
}

/** Creates the tray of a queue, with `element` and `changed(entry)`. */
export function tray(queue) {
  const lines = new Map();
  const total = el('progress', { max: '1', value: '0', 'aria-label': 'Progress of all uploads' });
  const summary = el('p', { class: 'summary' });
  const button = (text, act) => el('button', { class: 'quiet', type: 'button', onclick: () => { act(); paint(); } }, text);
  const pause = button('Pause', () => (queue.isPaused ? queue.goOn() : queue.pause()));
  const cancel = button('Cancel all', () => queue.cancelAll());
  const retry = button('Try again', () => queue.retryAll());
  const clear = button('Clear', () => { queue.clear(); forgetUnsent(); });
  const lost = el('p', { class: 'note', hidden: true });
  const list = el('ul', { class: 'uploads', 'aria-label': 'Uploads', tabindex: '0' });
  const more = el('p', { class: 'note' });
  const element = el('div', { class: 'tray', hidden: true },
    el('div', { class: 'tray-head' }, summary, total, el('div', { class: 'actions' }, pause, cancel, retry, clear)), lost, list, more);
  let due;
  let isBusy = false;

  function forgetUnsent() {
    lost.hidden = true;
    sessionStorage.removeItem(UNSENT);
  }

  function paint() {
    clearTimeout(due);
    due = undefined;
    const { counts, entries } = queue;
    element.hidden = entries.size === 0 && lost.hidden;
    element.dataset.ready = counts.ready;
    summary.textContent = sentence(queue);
    total.value = progress(queue);
    total.hidden = entries.size === 0;
    pause.textContent = queue.isPaused ? 'Go on' : 'Pause';
    pause.hidden = counts.waiting === 0 && !queue.isPaused;
    cancel.hidden = queue.unsent === 0;
    retry.hidden = counts.stopped === 0;
    retry.textContent = counts.stopped > 1 ? `Try ${counts.stopped} again` : 'Try again';
    clear.hidden = counts.ready + counts.failed + counts.cancelled === 0 && lost.hidden;
    paintLines();
    remember();
  }

  function paintLines() {
    const shown = first(queue.entries, MOST_LINES);
    const kept = new Set(shown);
    lines.forEach((_, entry) => { if (!kept.has(entry)) lines.delete(entry); });
    arrange(list, shown.map((entry) => {
      if (!lines.has(entry)) lines.set(entry, new Line(entry, queue));
      const line = lines.get(entry);
      line.show();
      return line.element;
    }));
    const others = queue.entries.size - shown.length;
    more.textContent = others > 0 ? `and ${others} more` : '';
  }

  /** Says once, when nothing goes on any more, how it ended; keeps how many files a reload would lose. */
  function remember() {
    const { counts } = queue;
    const wasBusy = isBusy;
    isBusy = queue.unsent + counts.stored > 0;
    if (wasBusy && !isBusy) announce(sentence(queue));
    if (queue.unsent > 0) sessionStorage.setItem(UNSENT, queue.unsent);
    else if (queue.entries.size > 0) forgetUnsent();
  }

  const before = Number(sessionStorage.getItem(UNSENT));
  if (before > 0) {
    lost.textContent = `${before === 1 ? 'One file was' : `${before} files were`} not uploaded when this page was left. Drop them again: files that have arrived do not become second images.`;
    lost.hidden = false;
  }
  window.addEventListener('beforeunload', (event) => { if (queue.unsent > 0) event.preventDefault(); });
  paint();
  return { element, changed: () => { due ??= setTimeout(paint, BETWEEN_PAINTS); } };
}

/** The entries to show, the most urgent first; among ready ones, the last first. */
function first(entries, most) {
  const ranks = Object.keys(RANK).map(() => []);
  entries.forEach((entry) => ranks[RANK[entry.state]].push(entry));
  ranks[RANK.ready].reverse();
  return ranks.flat().slice(0, most);
}

/** Sending and what the server does count as one half each. */
function progress({ counts, entries, bytes: all, sent }) {
  const ended = counts.ready + counts.failed + counts.cancelled;
  return entries.size === 0 ? 0 : (sent / Math.max(1, all) + ended / entries.size) / 2;
}

function sentence({ counts, entries, bytes: all, sent, isPaused, unsent }) {
  if (entries.size === 0) return '';
  return [
    `${counts.ready} of ${entries.size} ready`,
    counts.failed > 0 && `${counts.failed} failed`,
    counts.stopped > 0 && `${counts.stopped} stopped`,
    counts.cancelled > 0 && `${counts.cancelled} cancelled`,
    unsent > 0 && `${bytes(sent)} of ${bytes(all)} sent`,
    isPaused && 'paused',
  ].filter(Boolean).join(' · ');
}
