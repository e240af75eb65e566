import { spawnSync } from 'node:child_process';
import { requireChromium } from './chromium.mjs';

/// Build, then the browser tests: `npm run e2e [-- playwright arguments]`.

requireChromium();
for (const [command, ...args] of [['npm', 'run', 'build'], ['npx', 'playwright', 'test', ...process.argv.slice(2)]]) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
