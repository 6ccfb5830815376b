// The notifications of the webhook: what was not accepted yet, or those of one image, and another try.
import { json, post } from './api.js';
import { announce, choice, el, failure, refused } from './dom.js';
import { heads } from './heads.js';
import { ago } from './times.js';

const LIMIT = 200;
const STATES = [['', 'All'], ['waiting', 'Not tried yet'], ['refused', 'Refused']];
const TEXTS = { waiting: 'not tried yet', refused: 'refused', told: 'accepted' };

/** The page; with an image, of that image only. */
export async function webhookPage(query) {
  const image = query.get('image');
  const list = el('div');
  const state = choice({ id: 'delivery-state', 'aria-label': 'State', onchange: () => show() }, STATES);
  const again = el('button', { class: 'quiet', type: 'button', id: 'webhook-again', onclick: () => show() }, 'Look again');
  let asked = 0;
  const show = async () => {
    asked += 1;
    const turn = asked;
    const children = await contents(image, image ? '' : state.value, show);
    if (turn === asked) list.replaceChildren(...children);
  };
  await show();
  return el('article', {}, el('h1', {}, 'Webhook'),
    el('p', { class: 'note' }, image
      ? 'The notifications of one image: of each version that ended, or that it was erased.'
      : 'Notifications that the receiver has not accepted yet, those that are sent next first. One that is accepted is not listed here; the page of its image leads to it.'),
    el('p', { class: 'row' }, image ? el('a', { href: '#/webhook' }, 'All that wait') : state, ' ', again), list);
}

async function contents(image, state, show) {
  try {
    const query = new URLSearchParams({ limit: LIMIT, ...(state && { state }), ...(image && { image }) });
    const { receiver, deliveries, more } = await json('GET', `/deliveries?${query}`);
    const names = await heads(deliveries.map(({ imageId }) => imageId)).catch(() => new Map());
    return [
      !receiver && el('p', { class: 'warning' }, 'This server has no webhook, so it notifies nobody. ', el('code', {}, 'TINTYPE_WEBHOOK_URL'), ' names one.'),
      deliveries.length === 0 && el('p', { class: 'note' }, state ? 'No notification is in this state.' : image ? 'Nothing of this image has ended yet.' : 'No notification waits.'),
      el('ul', { class: 'rows', id: 'deliveries' }, deliveries.map((delivery) => row(delivery, names.get(delivery.imageId)?.name, receiver, show))),
      more && el('p', { class: 'note' }, `These are the first ${deliveries.length}; there are more.`),
    ].filter(Boolean);
  } catch (error) {
    return [refused('The notifications cannot be shown', error)];
  }
}

function row(delivery, name, receiver, show) {
  const { id, type, imageId, version, occurredAt, state, attempts, nextAt, refusal, links } = delivery;
  const place = el('div', { class: 'wide' });
  const act = state === 'told' ? 'Send again' : 'Send now';
  const send = async ({ currentTarget }) => {
    currentTarget.disabled = true;
    place.replaceChildren();
    try {
      await post(links.redeliver);
      announce('The notification is due now');
      await show();
      document.getElementById('webhook-again')?.focus();
    } catch (error) {
      place.replaceChildren(failure(error.message));
      currentTarget.disabled = false;
    }
  };
  return el('li', { 'data-id': id },
    el('div', {}, el('strong', {}, type), ' ', type === 'image.erased' ? el('span', {}, imageId) : el('a', { href: `#/images/${imageId}` }, name ?? imageId),
      el('span', { class: state === 'refused' ? 'tag bad' : state === 'told' ? 'tag good' : 'tag' }, TEXTS[state]),
      el('div', { class: 'note' }, 'happened ', ago(occurredAt), version && `, version ${version}`,
        attempts > 0 && `, failed ${attempts === 1 ? 'once' : `${attempts} times`}`,
        nextAt && (new Date(nextAt) > Date.now() ? [', next try ', ago(nextAt)] : ', due now')),
      refusal && el('div', { class: 'note bad' }, refusal)),
    receiver && el('button', { class: 'quiet', type: 'button', onclick: send, 'aria-label': `${act}: ${type} of ${name ?? imageId}` }, act),
    place);
}
