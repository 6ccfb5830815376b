// Tells what a value of a schema looks like.
import { escaped, inline } from './text.mjs';

const nameOf = (ref) => ref.split('/').at(-1);
const link = (name) => `<a href="#${name}">${name}</a>`;

/** The type of a schema in a few words. */
export function type(schema = {}) {
  if (schema.$ref) return link(nameOf(schema.$ref));
  if (schema.const !== undefined) return value(schema.const);
  if (schema.enum) return schema.enum.map(value).join(' | ');
  for (const [key, sign] of [['oneOf', ' | '], ['anyOf', ' | '], ['allOf', ' &amp; ']]) {
    if (schema[key]) return schema[key].map(type).join(sign);
  }
  if (schema.type === 'array') return `array of ${type(schema.items)}`;
  if (schema.type === undefined) return schema.properties ? 'object' : 'any';
  return [schema.type].flat().join(' | ') + (schema.format ? `, ${escaped(schema.format)}` : '');
}

const value = (item) => `<code>${escaped(JSON.stringify(item))}</code>`;

/** What else a schema demands. */
function limits(schema) {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, default: usual } = schema;
  const range = (low, high, what) => (low === undefined && high === undefined ? ''
    : `${low ?? ''}${high === undefined ? ' or more' : low === undefined ? `up to ${high}` : ` to ${high}`}${what}`);
  return [
    range(minimum, maximum, ''), range(minLength, maxLength, ' characters'), range(minItems, maxItems, ' items'),
    pattern && `<code>${escaped(pattern)}</code>`, usual !== undefined && `usually ${value(usual)}`,
  ].filter(Boolean).join('; ');
}

/** A row of a table of fields or parameters. */
export const row = (name, schema = {}, { isRequired = false, description = schema.description, note = '' } = {}) => `<tr>
<th scope="row"><code>${escaped(name)}</code>${isRequired ? ' <span class="must">required</span>' : ''}</th>
<td>${[type(schema), limits(schema), note].filter(Boolean).join('; ')}</td><td>${inline(description ?? '')}</td></tr>`;

export const table = (head, rows) => (rows.length === 0 ? '' : `<div class="scroll" tabindex="0"><table>
<thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`);

/** The fields of an object, also of those that it combines. */
export function fields(schema) {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => [
    row(name, one, { isRequired: schema.required?.includes(name) }), ...inner(name, one),
  ]);
  return [...own, ...(schema.allOf ?? []).flatMap((part) => (part.$ref ? [] : fields(part)))];
}

/** The fields of an object inside another one. */
function inner(name, schema) {
  const [of, path] = schema.type === 'array' ? [schema.items ?? {}, `${name}[]`] : [schema, name];
  const combined = { ...of, properties: { ...of.properties, ...Object.assign({}, ...(of.allOf ?? []).map((part) => part.properties)) } };
  return Object.entries(combined.properties).flatMap(([key, one]) => [
    row(`${path}.${key}`, one, { isRequired: of.required?.includes(key) }), ...inner(`${path}.${key}`, one),
  ]);
}
