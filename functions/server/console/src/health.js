// How the server is: its own word on it, the queue, the workers, the disk and the sandbox.
import { call } from './api.js';
import { backlog } from './backlog.js';
import { bytes, el, failure } from './dom.js';
import { samples } from './metrics.js';

const number = new Intl.NumberFormat();

/** What a person asks first; the rest is in `/metrics`. Numbers that the server cannot read are left out. */
const ROWS = [
  ['Queue', [
    ['Waiting', 'tintype_queue_messages', { where: 'visible' }],
    ['Being worked on, or delayed', 'tintype_queue_messages', { where: 'hidden' }],
    ['Given up', 'tintype_queue_messages', { where: 'dead' }, 'worry'],
    ['Bulk work that waits', 'tintype_queue_bulk_messages', { where: 'visible' }],
  ]],
  ['Workers', [
    ['Running', 'tintype_workers', {}],
    ['Died since the start', 'tintype_worker_deaths_total', {}, 'worry'],
  ]],
  ['Notifications', [
    ['Due now', 'tintype_outbox_due', {}],
    ['Accepted by the receiver', 'tintype_outcomes_total', { answer: 'told' }],
    ['Refused by the receiver', 'tintype_outcomes_total', { answer: 'refused' }, 'worry'],
  ]],
  ['Storage', [
    ['Free on the disk of the data folder', 'tintype_disk_free_bytes', {}, 'bytes'],
    ['Files compared with their manifests', 'tintype_audited_files_total', {}],
    ['Missing files found', 'tintype_damages_total', { kind: 'missing' }, 'worry'],
    ['Altered files found', 'tintype_damages_total', { kind: 'altered' }, 'worry'],
    ['Records that cannot be read', 'tintype_unreadable_records', {}, 'worry'],
  ]],
  ['Server', [
    ['Open connections', 'tintype_http_connections', {}],
    ['Used heap', 'tintype_heap_bytes', {}, 'bytes'],
  ]],
];

export async function healthPage() {
  const parts = el('div', { class: 'health' });
  const again = el('button', { class: 'quiet', type: 'button', id: 'health-again', onclick: () => show(parts) }, 'Look again');
  await show(parts);
  return el('article', {}, el('h1', {}, 'Health'),
    el('p', { class: 'note' }, 'Numbers of the server that answers this page; those that count events begin with its start.'),
    el('p', {}, again), parts);
}

async function show(parts) {
  const [readiness, images, numbers] = await Promise.all([ready(), backlog(), measured()]);
  parts.replaceChildren(readiness, ...images, ...numbers);
}

async function ready() {
  try {
    const { role, note } = await (await call('GET', '/readyz')).json();
    return el('p', { class: 'news' }, el('span', {}, el('strong', { class: 'good' }, 'Ready'), `, role ${role}. ${note ?? ''}`));
  } catch (error) {
    return failure(`Not ready: ${error.message}`);
  }
}

async function measured() {
  try {
    const all = samples(await (await call('GET', '/metrics')).text());
    return [...ROWS.map((section) => table(all, section)), sandbox(all)].filter(Boolean);
  } catch (error) {
    return [failure(`The numbers cannot be shown: ${error.message}`)];
  }
}

function table(all, [title, rows]) {
  const known = rows.map(([text, name, labels, kind]) => {
    const found = all.filter((sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
    return found.length > 0 && [text, found.reduce((sum, { value }) => sum + value, 0), kind];
  }).filter(Boolean);
  return known.length > 0 && el('section', {}, el('h2', {}, title), el('dl', {}, known.map(([text, value, kind]) => [
    el('dt', {}, text),
    el('dd', { class: kind === 'worry' && value > 0 ? 'bad' : undefined }, kind === 'bytes' ? bytes(value) : number.format(value))])));
}

/** A measure holds only if it holds in every worker. */
function sandbox(all) {
  const measures = all.filter(({ name }) => name === 'tintype_sandbox');
  const names = [...new Set(measures.map(({ labels }) => labels.measure))];
  return names.length > 0 && el('section', {}, el('h2', {}, 'Sandbox'), el('dl', {}, names.map((name) => {
    const holds = measures.filter(({ labels }) => labels.measure === name).every(({ value }) => value === 1);
    return [el('dt', {}, name.replaceAll('_', ' ')), el('dd', { class: holds ? 'good' : 'bad' }, holds ? 'in force' : 'not in force')];
  })));
}
