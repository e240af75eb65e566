import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { startFixtureServer, type FixtureServer } from './server.mjs';

/// The test of every spec: a server on a free port, a fixed clock, and after each test no violation of the
/// content security policy, no request to another host, no error in the console.

export const NOW = '2026-11-22T12:00:42Z';
export const RANGE = 'start=1795345200000000&end=1795348800000000&lookback=1h&limit=20';
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

interface Watched {
  readonly problems: string[];
  /** Console lines that a test expects, such as a refused request. */
  allow(pattern: RegExp): void;
}

export const test = base.extend<{ watched: Watched }, { server: FixtureServer; prefixed: FixtureServer }>({
  server: [async ({}, use) => {
    const server = await startFixtureServer({ dist: DIST, config: { version: 'test', requestTimeoutMillis: 1200 } });
    await use(server);
    await server.close();
  }, { scope: 'worker' }],
  prefixed: [async ({}, use) => {
    const server = await startFixtureServer({
      dist: DIST, base: '/any/prefix/',
      config: { version: '</script><script>1', uiConfig: {
        traceIdDisplayLength: 12, tracking: { gaID: 'x' }, menu: [{ label: 'Runbook', url: 'https://example.com/runbook' }],
        linkPatterns: [
          { type: 'traces', url: 'https://kibana.example/?q=#{traceID}&to=#{endTime | epoch_micros_to_date_iso}', text: 'Logs of this trace' },
          { type: 'spans', url: 'https://kibana.example/?q=#{spanID}', text: 'Logs of this span' },
          { type: 'process', key: 'hostname', url: 'https://pods.example/#{hostname}', text: 'Pod' },
          { type: 'tags', url: 'javascript:alert(#{spanID})', text: 'Bad' }, { url: '/no-text' },
        ],
      } },
    });
    await use(server);
    await server.close();
  }, { scope: 'worker' }],
  watched: [async ({ page, server, prefixed }, use) => {
    const problems: string[] = [];
    const allowed: RegExp[] = [];
    const hosts = [server, prefixed].map((one) => new URL(one.url).host);
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
    });
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && !hosts.includes(url.host)) problems.push(`foreign request: ${request.url()}`);
    });
    await page.clock.setFixedTime(new Date(NOW));
    await use({ problems, allow: (pattern) => void allowed.push(pattern) });
    expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([]);
  }, { auto: true }],
});

/** No serious or critical finding; `document` rules included. */
export async function expectAccessible(page: Page): Promise<void> {
  // The checker comes in through the debugger, so the policy of the page stays as it is.
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`)).toEqual([]);
}

export async function noSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => {
    const wide = [document.scrollingElement!, document.querySelector('main')!].find((element) => element.scrollWidth > element.clientWidth + 1);
    return wide ? `${wide.tagName} ${wide.scrollWidth} > ${wide.clientWidth}` : '';
  });
  expect(over).toBe('');
}

export { expect };
