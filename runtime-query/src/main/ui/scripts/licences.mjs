import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/// Writes THIRD-PARTY-UI.txt next to index.html: every package that ends up in the browser, with its licence
/// text. A licence outside the allow-list fails the build.

const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);
const out = process.env.UI_OUT_DIR ?? 'dist';
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const shipped = Object.entries(lock.packages)
  .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.optional)
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), version: entry.version, licence: entry.license, text: licenceText(path) }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const refused = shipped.filter((item) => !ALLOWED.has(item.licence) || item.text === null);
for (const item of refused) {
  console.error(`${item.name} ${item.version}: licence ${item.licence}, text ${item.text === null ? 'missing' : 'present'}; allowed: ${[...ALLOWED].join(', ')}`);
}
if (refused.length > 0) process.exit(1);

const sections = shipped.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`);
writeFileSync(join(out, 'THIRD-PARTY-UI.txt'), `Packages shipped to the browser with this UI.\n\n${sections.join(`\n${'-'.repeat(79)}\n\n`)}`);
console.log(`licences: ${shipped.length} packages, all allowed`);

function licenceText(path) {
  const file = existsSync(path) && readdirSync(path).find((name) => /^licen[sc]e(\.\w+)?$/i.test(name));
  return file ? readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n') : null;
}
