// Copies a text that the page shows.

/**
 * Copies the text of an element, and answers what came of it, in one sentence. Browsers offer the
 * clipboard only to pages from https and from this machine; elsewhere the text is selected.
 */
export async function copy(element) {
  const copied = await navigator.clipboard?.writeText(element.textContent).then(() => 'copied', () => '') || '';
  if (copied) return copied;
  getSelection().selectAllChildren(element);
  return 'The browser does not allow this page to copy. The text is selected: copy it with the keyboard.';
}
