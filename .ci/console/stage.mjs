// What every check of the console uses: the browser, one signed-in page, and the server's address.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { launch } from './browser.mjs';

export const [url, token, photo, folder, allowedPort, webhookPort] = process.argv.slice(2);
export const PATIENCE = 600_000;
export const MANY = Number(process.env.TINTYPE_CONSOLE_UPLOADS ?? 200);
export const name = basename(photo);
const WIDTHS = [1440, 768, 390];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(folder, { recursive: true });

export const browser = await launch();

let passed = 0;
export async function check(title, act) {
  try {
    await act();
    passed += 1;
    console.log(`ok   ${title}`);
  } catch (error) {
    console.error(`FAIL ${title}\n${error.stack}`);
    await page.screenshot({ path: `${folder}/at-failure.png`, fullPage: true }).catch(() => {});
    await browser.close();
    console.log(`${passed} passed, 1 failed: ${title}: ${error.message.slice(0, 300)}`);
    process.exit(1);
  }
}

export async function finish() {
  await browser.close();
  console.log(`${passed} passed, 0 failed`);
  process.exit(0);
}

export const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
export const page = await context.newPage();
page.setDefaultTimeout(90_000);
page.on('dialog', (dialog) => dialog.accept());
export const complaints = [];
page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(error.message));

/** Takes back what the browser complained of for answers with this status; answers how often it did. */
export function excuse(status) {
  const others = complaints.filter((text) => !text.includes(`status of ${status} `));
  return complaints.splice(0, complaints.length, ...others).length - others.length;
}

/**
 * Checks one page at each width, light and dark: it is not wider than the screen, and axe finds nothing.
 * The pictures show the part that is named, if one is.
 */
export async function shots(title, part) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await part?.evaluate((element) => element.scrollIntoView());
      await page.screenshot({ path: `${folder}/${title}-${width}-${colorScheme}.png` });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${title}: ${overflow} px wider than ${width} px`);
    }
    assert.deepEqual(await violations(), [], `${title}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** What axe finds on the page as it is. */
async function violations() {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

export const loaded = () => page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
export const broken = (of) => of.evaluate(() => [...document.images]
  .filter((image) => image.loading !== 'lazy' || image.getBoundingClientRect().top < innerHeight)
  .filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));

/** Asks once a second until the answer is yes. */
export async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!await holds()) {
    assert.ok(Date.now() < end, 'it never came true');
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

/** Calls the API with the token of the page. */
export const api = (method, path, data) => context.request.fetch(`${url}${path}`, {
  method, data, headers: { authorization: `Bearer ${token}` },
});

/** Every image of the list. */
export async function listed() {
  const images = [];
  for (let next = ''; next !== undefined;) {
    const part = await (await api('GET', `/images?limit=200${next && `&cursor=${next}`}`)).json();
    images.push(...part.images);
    next = part.next;
  }
  return images;
}

export async function home(there = page) {
  await there.goto(`${url}/#/`);
  await there.getByText('Drop photos here').waitFor();
}

export const readyCount = async (there = page) => Number(await there.locator('.tray').getAttribute('data-ready') ?? 0);

/** Drops files at home, and waits until the tray counts them as ready. */
export async function upload(files, recipe) {
  await home();
  if (recipe) await page.locator('#recipe').selectOption(recipe);
  const before = await readyCount();
  await page.locator('#files').setInputFiles(files);
  await becomeReady(before + [files].flat().length);
}

export const becomeReady = (wanted, there = page) => there.waitForFunction(
  (many) => Number(document.querySelector('.tray').dataset.ready) >= many, wanted, { timeout: 1_500_000, polling: 500 });

/** Answers the question at these addresses otherwise, while an act goes on. */
export async function answering(pattern, answer, act) {
  await page.route(pattern, answer);
  await act();
  await page.unroute(pattern);
}

export const refusal = (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"Not now."}' });
