// Signing in, the first photo, its page and its markup.
import assert from 'node:assert/strict';
import { browser, check, context, folder, loaded, name, page, PATIENCE, photo, shots, token, url } from './stage.mjs';

await check('the sign-in page asks for a token', async () => {
  await page.goto(url);
  await page.getByLabel('Token').waitFor();
  await shots('sign-in');
});

await check('a wrong token is told, and may be tried again', async () => {
  await page.getByLabel('Token').fill('tt_000000000000_0000000000000000000000000000000000000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('does not accept this token').waitFor();
  assert.ok(await page.getByLabel('Token').isVisible());
  await shots('sign-in-refused');
});

await check('a link with a token that was revoked says so', async () => {
  await page.goto(`${url}/#token=tt_111111111111_0000000000000000000000000000000000000000`);
  await page.getByRole('alert').getByText('does not accept this token').waitFor();
});

await check('the printed link signs in and leaves no token in the address', async () => {
  await page.goto(`${url}/#token=${encodeURIComponent(token)}`);
  await page.reload();
  await page.getByText('Drop photos here').waitFor();
  assert.ok(!page.url().includes(token), 'the token stays in the address');
});

await check('an uploaded photo becomes ready', async () => {
  await page.locator('#files').setInputFiles(photo);
  await page.locator('.uploads li.ready').waitFor({ timeout: PATIENCE });
  await page.locator('.gallery .card:not(.empty)').first().waitFor();
  await loaded();
  await shots('home');
});

await check('every variant of it is shown and served', async () => {
  await page.locator('.gallery .card', { hasText: name }).first().click();
  await page.locator('table.variants').waitFor();
  const links = await page.locator('table.variants a').evaluateAll((all) => all.map((a) => a.href));
  assert.equal(links.length, 21);
  for (const link of links) {
    const response = await context.request.get(link);
    assert.equal(response.status(), 200, link);
    assert.match(response.headers()['cache-control'], /immutable/, link);
  }
  await loaded();
  await shots('image');
});

await check('the markup with options loads the expected file at two widths', async () => {
  const section = page.locator('section.markup');
  const text = section.locator('pre');
  await section.getByLabel('Priority').selectOption('high');
  assert.equal(await section.getByLabel('Loading').inputValue(), 'eager', 'lazy images have no priority');
  await section.getByLabel('Display width').fill('50vw');
  await section.getByLabel('Description').fill('A "lake" <b> & mountains');
  await section.getByLabel('Colour until it is loaded').check();
  await page.waitForFunction(() => /alt="A &quot;lake.*background-color/.test(document.querySelector('section.markup pre').textContent));
  const html = await text.textContent();
  for (const part of ['fetchpriority="high"', 'loading="eager"', 'sizes="50vw"']) assert.ok(html.includes(part), html);
  await shots('markup');
  for (const [width, expected] of [[600, '320.avif'], [1900, '960.avif']]) {
    const there = await browser.newPage({ viewport: { width, height: 900 } });
    await there.setContent(`<!doctype html><body style="margin:0">${html}`);
    await there.waitForFunction(() => document.images[0].complete && document.images[0].naturalWidth > 0);
    const [source, alt] = await there.evaluate(() => [document.images[0].currentSrc, document.images[0].alt]);
    assert.equal(source.split('/').at(-1), expected, `at ${width} px`);
    assert.equal(alt, 'A "lake" <b> & mountains');
    await there.close();
  }
});

await check('a file that is no image says why', async () => {
  await page.goto(`${url}/#/`);
  await page.locator('#files').setInputFiles({
    name: '<b>bold</b>.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('this is no image at all'),
  });
  const line = page.locator('.uploads li.failed');
  await line.waitFor({ timeout: PATIENCE });
  assert.equal(await line.getByRole('button').count(), 0, 'another try cannot help');
  assert.equal(await page.locator('.uploads b').count(), 0, 'a name became markup');
  await shots('failed');
});
