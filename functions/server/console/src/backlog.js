// What waits and what failed, counted in the list of images.
import { images } from './api.js';
import { label } from './catalogue.js';
import { el, failure } from './dom.js';
import { ago } from './times.js';

const PART = 200;
const PARTS = 5;

/** The images in a state, the newest first, and whether these are all. */
async function inState(state) {
  const found = [];
  let next;
  for (let part = 0; part < PARTS; part += 1) {
    const page = await images({ limit: PART, cursor: next, state });
    found.push(...page.images);
    next = page.next;
    if (!next) break;
  }
  return { found, isAll: !next };
}

/** Two sections of the page of the server's health. */
export async function backlog() {
  try {
    const [queued, processing, failed] = await Promise.all(['queued', 'processing', 'failed'].map(inState));
    return [waiting(queued, processing), failures(failed)];
  } catch (error) {
    return [failure(`The images cannot be counted: ${error.message}`)];
  }
}

const counted = ({ found, isAll }) => (isAll ? String(found.length) : `more than ${found.length}`);

function waiting(queued, processing) {
  const sent = ({ updatedAt }) => new Date(updatedAt).getTime();
  const [oldest] = queued.found.toSorted((one, other) => sent(one) - sent(other));
  return el('section', {}, el('h2', {}, 'Images under way'), el('dl', {},
    el('dt', {}, 'Queued'), el('dd', {}, counted(queued)),
    el('dt', {}, 'Being processed'), el('dd', {}, counted(processing)),
    el('dt', {}, queued.isAll ? 'Job sent longest ago' : `Job sent longest ago, of the newest ${queued.found.length}`),
    el('dd', {}, oldest ? [el('a', { href: `#/images/${oldest.id}` }, label(oldest)), ', last sent ', ago(oldest.updatedAt)] : 'none')));
}

function failures({ found, isAll }) {
  const reasons = Object.entries(Object.groupBy(found, ({ reason }) => reason ?? 'unknown'))
    .sort(([, some], [, others]) => others.length - some.length);
  return el('section', {}, el('h2', {}, isAll ? 'Failures by reason' : `Failures by reason, of the newest ${found.length}`),
    reasons.length === 0
      ? el('p', { class: 'note' }, 'No image has failed.')
      : [el('dl', {}, reasons.map(([reason, all]) => [
        el('dt', { title: all[0].message }, reason.replaceAll('_', ' ')), el('dd', { class: 'bad' }, String(all.length))])),
      el('p', {}, el('a', { href: '#/?state=failed' }, 'Show the images that failed'))]);
}
