import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/// Our rules, each with its reason. Prints file:line, the rule, and the way out.

const RULES = [
  [/\b(inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/, 'text from outside must stay text: set textContent or a React child', /^e2e\//],
  [/\beval\s*\(|new Function\s*\(|setTimeout\(\s*['"`]/, 'no code from strings: the content security policy forbids it'],
  [/https?:\/\/(?!127\.0\.0\.1|here\.invalid|www\.w3\.org\/2000\/svg)[\w.-]+\.\w+/, 'the page loads nothing from other hosts', /\.test\.ts$|^e2e\//],
  [/\bconsole\.(log|debug)\(/, 'no output to the console from the page', /^(scripts|e2e)\//],
  [/@ts-(ignore|nocheck)|eslint-disable/, 'mend the type instead of silencing it'],
  [/\b(TODO|FIXME|XXX)\b/, 'finish it, or open an issue'],
  [/\blocalStorage\b/, 'use app/prefs.ts, which survives forbidden storage', /app\/prefs\.ts$|^e2e\//],
  [/^\s*(it|test|describe)\.(only|skip)\b/, 'every test runs'],
  [/\t/, 'indent with spaces'],
];
const MOST_LINES = 250;

const files = ['src', 'e2e', 'scripts'].flatMap(walk).filter((file) => /\.(tsx?|mjs|css)$/.test(file) && file !== 'scripts/lint.mjs');
const findings = files.flatMap((file) => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((line, index) =>
    RULES.filter(([pattern, , except]) => pattern.test(line) && !except?.test(file)).map(([, why]) => `${file}:${index + 1}: ${why}`),
  );
  const most = file.endsWith('.css') ? 2 * MOST_LINES : MOST_LINES;
  return lines.length > most ? [...found, `${file}: ${lines.length} lines, at most ${most}: split it`] : found;
});

findings.push(...circles(files));

for (const finding of findings) console.error(finding);
console.log(`lint: ${files.length} files, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);

/** Files that import each other, round and round: neither can be read or tested without the other. */
function circles(all) {
  const imports = new Map(all.map((file) => [file, importsOf(file)]));
  const done = new Set();
  const found = [];
  const visit = (file, path) => {
    if (path.includes(file)) {
      found.push(`${[...path.slice(path.indexOf(file)), file].join(' → ')}: a circle of imports: move what both need into a file of its own`);
      return;
    }
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  all.forEach((file) => visit(file, []));
  return found;
}

function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, to]) => normalize(join(dirname(file), to)));
}

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
