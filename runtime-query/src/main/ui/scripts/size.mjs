import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/// What the browser loads, gzipped, against the budget. Over it, the build fails and names the files.

const BUDGET = { '.js': 170_000, '.css': 15_000 };
const out = process.env.UI_OUT_DIR ?? 'dist';
const files = readdirSync(join(out, 'assets')).map((name) => ({
  name, size: gzipSync(readFileSync(join(out, 'assets', name)), { level: 9 }).length,
}));

let over = false;
for (const [ending, most] of Object.entries(BUDGET)) {
  const group = files.filter(({ name }) => name.endsWith(ending));
  const total = group.reduce((sum, { size }) => sum + size, 0);
  over ||= total > most;
  console.log(`size: ${ending} ${total} B gzipped of ${most} (${group.map(({ name, size }) => `${name} ${size}`).join(', ')})`);
}
process.exit(over ? 1 : 0);
