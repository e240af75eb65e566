import { existsSync } from 'node:fs';

/// Which Chromium the tests drive, and how: the one of CHROMIUM, or the distribution's.

export const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export function chromiumPath() {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}

export function requireChromium() {
  const path = chromiumPath();
  if (path) return path;
  console.error('No Chromium found: apt-get install -y --no-install-recommends chromium, or set CHROMIUM to its path.');
  process.exit(1);
}
