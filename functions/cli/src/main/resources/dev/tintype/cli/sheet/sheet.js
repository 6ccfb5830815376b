// Options for the markup of each image. The page holds the markup of every crop; this changes its
// attributes, so no server is needed.
for (const box of document.querySelectorAll('.markup')) {
  const shown = box.querySelector('code');
  const said = box.querySelector('[role=status]');
  const field = (name) => box.querySelector(`[name=${name}]`);
  const show = () => {
    const crop = field('crop')?.value ?? '';
    const high = field('fetchpriority').value === 'high';
    if (high) field('loading').value = 'eager'; // Browsers ignore the priority of lazy images.
    const template = [...box.querySelectorAll('template')].find((one) => one.dataset.crop === crop);
    const picture = template.content.firstElementChild.cloneNode(true);
    const image = picture.querySelector('img');
    for (const one of picture.querySelectorAll('[sizes]')) one.setAttribute('sizes', field('sizes').value || '100vw');
    image.setAttribute('alt', field('alt').value);
    image.setAttribute('loading', field('loading').value);
    if (field('fetchpriority').value !== 'auto') image.setAttribute('fetchpriority', field('fetchpriority').value);
    const color = field('placeholder');
    if (color) color.disabled = crop !== ''; // Transparent padding would let it through.
    const style = [
      field('style').checked && 'max-width:100%;height:auto',
      color?.checked && crop === '' && `background-color:${color.value}`,
    ].filter(Boolean);
    if (style.length > 0) image.setAttribute('style', style.join(';'));
    shown.textContent = picture.outerHTML;
    said.textContent = '';
  };
  box.querySelector('button').addEventListener('click', async () => {
    said.textContent = await navigator.clipboard?.writeText(shown.textContent).then(() => 'copied', () => '')
      || 'The browser does not allow this page to copy. The text is selected: press Ctrl+C.';
    if (said.textContent !== 'copied') getSelection().selectAllChildren(shown);
  });
  box.addEventListener('input', show);
  box.querySelector('.options').hidden = false;
}
