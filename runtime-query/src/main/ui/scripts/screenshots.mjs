import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { FLAGS, requireChromium } from './chromium.mjs';
import { checkoutTrace } from '../e2e/checkout.mjs';
import { IDS, startFixtureServer } from '../e2e/server.mjs';

/// Pictures of the pages to look at: `npm run screenshots [folder] [name filter]`.

const folder = process.argv[2] ?? 'test-results/screenshots';
const filter = process.argv[3] ?? '';
mkdirSync(folder, { recursive: true });
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const server = await startFixtureServer({ dist, config: { version: '0.1.0', requestTimeoutMillis: 1500 } });
const browser = await chromium.launch({ executablePath: requireChromium(), args: FLAGS });

const DETAIL = checkoutTrace(IDS.shop).spans.find((span) => span.operationName === 'POST /v2/charges').spanID;
const range = 'start=1795345200000000&end=1795348800000000&lookback=1h&limit=20';
const PAGES = {
  search: `search?service=checkout&${range}`,
  welcome: 'search',
  error: `search?service=failing&${range}`,
  empty: `search?service=empty&${range}&minDuration=1s`,
  hostile: `search?service=hostile&${range}`,
  trace: `trace/${IDS.shop}`,
  details: `trace/${IDS.shop}?span=${DETAIL}`,
  find: `trace/${IDS.shop}?uiFind=payment`,
  large: `trace/${IDS.large}`,
  hostileTrace: `trace/${IDS.hostile}`,
  chain: `trace/${IDS.chain}`,
  help: `trace/${IDS.shop}`,
  unfolded: `search?service=checkout&${range}&tags=%7B%22error%22%3A%22true%22%7D`,
  missing: `trace/${IDS.missing}`,
};
for (const [width, height] of [[1280, 800], [390, 844], [1920, 1080]]) {
  for (const theme of ['light', 'dark']) {
    const context = await browser.newContext({
      viewport: { width, height }, colorScheme: theme, timezoneId: 'UTC', reducedMotion: 'reduce', hasTouch: width < 600,
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2026-11-22T12:00:42Z'));
    for (const [name, path] of Object.entries(PAGES)) {
      const file = `${name}-${width}-${theme}`;
      if (!file.includes(filter)) continue;
      page.removeAllListeners();
      page.on('pageerror', (error) => console.log(file, 'ERROR', error.message));
      page.on('console', (message) => message.type() === 'error' && console.log(file, message.text()));
      await page.goto(server.url + path);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(400);
      if (name === 'help') await page.keyboard.press('?');
      if (name === 'unfolded' && width < 600) await page.getByRole('button', { name: /^Change/ }).click();
      await page.screenshot({ path: `${folder}/${file}.png` });
    }
    await context.close();
  }
}
await browser.close();
await server.close();
