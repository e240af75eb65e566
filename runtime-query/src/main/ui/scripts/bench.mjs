import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { FLAGS, requireChromium } from './chromium.mjs';
import { IDS, startFixtureServer } from '../e2e/server.mjs';

/// Time budgets on this machine: `npm run bench`. A measurement, not a test: it exits 0 and says what is over.

const ROUNDS = Number(process.argv[2] ?? 5);
const BUDGETS = { '10k spans: first rows': 500, '10k spans: all open': 50, '10k spans: find': 50, 'scroll frame p95': 16.7, 'zoom frame p95': 16.7, 'search, 20 traces': 500 };

const SEARCH = 'search?end=1795348800000000&limit=20&lookback=1h&service=checkout&start=1795345200000000';
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const server = await startFixtureServer({ dist });
const browser = await chromium.launch({ executablePath: requireChromium(), args: FLAGS });
// The server builds its answers once before, so that only the page is measured.
for (const path of [`api/traces/${IDS.large}`, SEARCH.replace('search', 'api/traces')]) await (await fetch(server.url + path)).text();

const measured = new Map();
const note = (name, millis) => measured.set(name, [...(measured.get(name) ?? []), millis]);

for (let round = 0; round < ROUNDS; round++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  note('search, 20 traces', await opened(page, SEARCH, '[role=table] a'));
  note('10k spans: first rows', await opened(page, `trace/${IDS.large}`, '[role=row][data-index]'));
  note('10k spans: all open', await acted(page, () => dispatchEvent(new KeyboardEvent('keydown', { key: '[' }))));
  note('10k spans: find', await found(page));
  note('scroll frame p95', await frames(page, (step) => document.querySelector('[role=treegrid]').scrollBy(0, 90 + step % 7)));
  note('zoom frame p95', await frames(page, (step) => dispatchEvent(new KeyboardEvent('keydown', { key: step % 40 < 20 ? '+' : '-' }))));
  await page.close();
}
await browser.close();
await server.close();

console.log(`load average ${loadavg()[0].toFixed(1)} on ${cpus().length} processors: budgets are meant for a quiet machine`);
for (const [name, values] of measured) {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const verdict = median <= BUDGETS[name] ? 'within' : 'OVER';
  console.log(`${name}: median ${median.toFixed(1)} ms, best ${sorted[0].toFixed(1)}, worst ${sorted.at(-1).toFixed(1)}; ${verdict} the budget of ${BUDGETS[name]}`);
}

/** From the start of the navigation (the answer of the server included) to the first painted row. */
async function opened(page, path, selector) {
  await page.addInitScript((wanted) => {
    const look = () => (document.querySelector(wanted) ? requestAnimationFrame(() => (globalThis.firstRows = performance.now())) : requestAnimationFrame(look));
    look();
  }, selector);
  await page.goto(server.url + path);
  await page.waitForFunction(() => globalThis.firstRows !== undefined);
  return page.evaluate(() => globalThis.firstRows);
}

function acted(page, action) {
  return page.evaluate(`new Promise((done) => {
    const from = performance.now();
    (${action})();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
  })`);
}

async function found(page) {
  await page.keyboard.press('/');
  const from = Date.now();
  await page.keyboard.insertText('reserve');
  await page.waitForFunction(() => document.querySelector('[role=toolbar] [role=status]')?.textContent?.includes('/'), null, { polling: 5 });
  await page.locator('main').focus();
  return Math.max(0, Date.now() - from - 150);
}

function frames(page, action) {
  return page.evaluate(`new Promise((done) => {
    const deltas = [];
    let last = performance.now();
    const step = (now) => {
      deltas.push(now - last);
      last = now;
      if (deltas.length > 180) done(deltas.slice(5).sort((a, b) => a - b)[Math.floor(175 * 0.95)]);
      else {
        (${action})(deltas.length);
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  })`);
}
