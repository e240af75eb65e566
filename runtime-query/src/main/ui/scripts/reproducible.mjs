import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/// Builds twice, the second time from a copy in another folder, and compares every byte.

const scratch = mkdtempSync(join(tmpdir(), 'ui-twice-'));
const copy = join(scratch, 'copy');
cpSync('.', copy, { recursive: true, filter: (path) => !/(^|\/)(node_modules|dist|test-results)(\/|$)/.test(path) });
symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
const first = build('.', join(scratch, 'first'));
const second = build(copy, join(scratch, 'second'));
rmSync(scratch, { recursive: true });
const different = [...new Set([...first.keys(), ...second.keys()])].filter((name) => first.get(name) !== second.get(name));
for (const name of different) console.error(`${name}: ${first.get(name)} and ${second.get(name)}`);
console.log(`reproducible: ${first.size} files, ${different.length} different`);
process.exit(different.length ? 1 : 0);

function build(folder, out) {
  execFileSync('npm', ['run', 'build'], { cwd: folder, env: { ...process.env, UI_OUT_DIR: out }, stdio: ['ignore', 'ignore', 'inherit'] });
  const hash = (path) => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
  return new Map(walk(out).map((path) => [relative(out, path), hash(path)]));
}

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
