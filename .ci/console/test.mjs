// Tests the web console in a real browser: sign in by the printed link, upload photos, see every variant,
// find, reprocess and erase images, at every supported address. Also tests pages of other sites that use
// the server. Takes screenshots of every page at three widths, light and dark, and checks them with axe.
//
//   node test.mjs URL TOKEN PHOTO SCREENSHOTS ALLOWED-PORT WEBHOOK-PORT
//
// TINTYPE_CONSOLE_ONLY=tray,gallery signs in and runs only these parts; TINTYPE_CONSOLE_UPLOADS=1000 uploads
// so many where many are uploaded.
const PARTS = ['focus', 'hosts', 'client', 'reference', 'many', 'tray', 'trouble', 'gallery', 'image', 'labels', 'admin', 'health', 'last'];
const only = process.env.TINTYPE_CONSOLE_ONLY?.split(',') ?? PARTS;
const unknown = only.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${PARTS.join(', ')}.`);
  process.exit(2);
}

await import('./first.mjs');
for (const part of PARTS.filter((one) => only.includes(one))) await import(`./${part}.mjs`);
await (await import('./stage.mjs')).finish();
