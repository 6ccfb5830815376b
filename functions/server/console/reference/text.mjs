// HTML from the texts of the document: paragraphs, numbered and plain lists, `code`.

export const escaped = (text) => String(text)
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One line: everything between backticks is code. */
export const inline = (text) => String(text).split('`')
  .map((part, at) => (at % 2 ? `<code>${escaped(part)}</code>` : escaped(part))).join('');

/** Paragraphs and lists, which blank lines separate. */
export const prose = (text = '') => String(text).trim().split(/\n{2,}/).filter(Boolean).map(block).join('');

function block(text) {
  for (const [mark, tag] of [[/^\d+\. /m, 'ol'], [/^[-*] /m, 'ul']]) {
    if (text.search(mark) === 0) {
      const items = text.split(new RegExp(mark, 'gm')).slice(1);
      return `<${tag}>${items.map((item) => `<li>${inline(item.trim())}</li>`).join('')}</${tag}>`;
    }
  }
  return `<p>${inline(text)}</p>`;
}
