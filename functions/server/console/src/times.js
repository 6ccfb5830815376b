// Instants and durations for people.
import { el } from './dom.js';

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** An instant such as `2026-11-23T10:00:00Z`, as date and time. */
export const when = (instant) => el('time', { datetime: instant }, date.format(new Date(instant)));

/** How far an instant is from now, such as `3 minutes ago`; the exact time is in the tooltip. */
export function ago(instant) {
  const seconds = Math.round((new Date(instant) - Date.now()) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return el('time', { datetime: instant, title: date.format(new Date(instant)) }, relative.format(Math.trunc(seconds / length), unit));
}
