// The document as a page.
import { fields, row, table, type } from './shapes.mjs';
import { escaped, inline, prose } from './text.mjs';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const TITLES = { uploads: 'Uploads', images: 'Images', work: 'Work on images', server: 'Server' };

export function page(document) {
  const at = (ref) => ref.slice(2).split('/').reduce((part, key) => part[key], document);
  const real = (part) => (part.$ref ? at(part.$ref) : part);
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      ...item[method], path, method, parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(real),
    })));
  const grouped = document.tags.map((tag) => ({ ...tag, operations: all.filter(({ tags }) => tags.includes(tag.name)) }));
  const { title, version, description } = document.info;

  const operation = ({ method, path, operationId, summary, description: text, parameters, requestBody, responses, security }) => `
<article id="${operationId}">
<h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${escaped(path)}</code></h3>
<p class="summary">${inline(summary)}${security?.length === 0 ? ' <span class="note">No token.</span>' : ''}</p>
${prose(text)}
${table(['parameter', 'type', 'meaning'], parameters.map((one) => row(one.name, one.schema,
    { isRequired: one.required, description: one.description, note: `in the ${one.in}` })))}
${requestBody ? `<h4>Body</h4>${content(requestBody.content)}` : ''}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(([status, response]) => answer(status, real(response))).join('')}</dl>
</article>`;

  const content = (types = {}) => Object.entries(types).map(([media, { schema, example }]) => `
<p><code>${escaped(media)}</code>: ${type(schema)}</p>
${schema ? table(['field', 'type', 'meaning'], fields(schema)) : ''}
${example === undefined ? '' : `<pre>${escaped(typeof example === 'string' ? example : JSON.stringify(example, null, 2))}</pre>`}`).join('');

  const answer = (status, { description: text, content: types = {} }) => {
    const shapes = Object.entries(types).filter(([media]) => media !== 'application/problem+json')
      .map(([, { schema }]) => type(schema)).filter((shape) => shape.startsWith('<a') || shape.includes('&amp;'));
    return `<dt><code>${status}</code></dt><dd>${inline(text)}${shapes.length ? `: ${shapes.join(', ')}` : ''}</dd>`;
  };

  const schema = ([name, one]) => `
<article id="${name}"><h3>${name}</h3>${prose(one.description)}
<p>${type(one)}${one.pattern ? `: <code>${escaped(one.pattern)}</code>` : ''}</p>
${table(['field', 'type', 'meaning'], fields(one))}</article>`;

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The API of ${escaped(title)}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css">
<link rel="stylesheet" href="reference.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a class="brand" href="./"><img src="icon.svg" alt="" width="28" height="28"> Tintype</a></header>
<div class="reference">
<nav aria-label="Contents">
${grouped.map(({ name, operations }) => `<h2>${TITLES[name] ?? escaped(name)}</h2><ul>${operations.map((one) =>
    `<li><a href="#${one.operationId}"><span class="method ${one.method}">${one.method.toUpperCase()}</span> ${escaped(one.path).replaceAll('/', '/<wbr>')}</a></li>`).join('')}</ul>`).join('')}
<h2>Values</h2><ul>${Object.keys(document.components.schemas).map((name) => `<li><a href="#${name}">${name}</a></li>`).join('')}</ul>
</nav>
<main id="main" tabindex="-1">
<h1>The API of ${escaped(title)}, version ${escaped(version)}</h1>
<p><a href="openapi.yaml">openapi.yaml</a>, the same for machines (OpenAPI ${escaped(document.openapi)})</p>
${prose(description)}
${Object.entries(document.components.securitySchemes).map(([, one]) => prose(one.description)).join('')}
${grouped.map(({ name, description: text, operations }) =>
    `<section aria-label="${TITLES[name] ?? escaped(name)}"><h2>${TITLES[name] ?? escaped(name)}</h2>${prose(text)}${operations.map(operation).join('')}</section>`).join('')}
<section aria-label="Values"><h2>Values</h2>${Object.entries(document.components.schemas).map(schema).join('')}</section>
</main>
</div>
</body>
</html>
`;
}
