// Writes the document of the API as a page: make.mjs DOCUMENT PAGE
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { page } from './page.mjs';

const [from, to] = process.argv.slice(2);
writeFileSync(to, page(parse(readFileSync(from, 'utf8'))));
