import { defineConfig } from '@playwright/test';
import { chromiumPath, FLAGS } from './scripts/chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [['list']],
  snapshotPathTemplate: 'e2e/snapshots/{arg}{ext}',
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    launchOptions: { executablePath: chromiumPath() ?? '', args: FLAGS },
  } as object,
});
