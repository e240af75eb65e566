import { CSP, IDS } from './server.mjs';
import { expect, expectAccessible, RANGE, test } from './test.ts';

test('/ leads to the search page and nothing is searched by itself', async ({ page, server }) => {
  server.log.length = 0;
  await page.goto(server.url);
  await expect(page).toHaveURL(`${server.url}search`);
  await expect(page.getByRole('heading', { name: 'Nothing asked yet' })).toBeVisible();
  expect(server.log.filter((line) => line.includes('/api/traces'))).toEqual([]);
});

test('the page runs under the strict policy, which is really sent', async ({ page, server, watched }) => {
  watched.allow(/TrustedHTML/);
  const answer = await page.goto(server.url);
  expect(answer!.headers()['content-security-policy']).toBe(CSP);
  const blocked = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
      return 'allowed';
    } catch (error) {
      return String(error);
    }
  });
  expect(blocked).toContain('TrustedHTML');
});

test('any base path works: pages, links, worker, deep links', async ({ page, prefixed }) => {
  await page.goto(`${prefixed.url}search?service=checkout&${RANGE}`);
  await page.getByRole('table', { name: 'Traces' }).getByRole('link').first().click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  expect(page.url()).toContain(`${prefixed.url}trace/${IDS.shop}`);
  await expect(page.locator('code').first()).toHaveText(IDS.shop.slice(0, 12));
  await page.reload();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await page.getByRole('link', { name: 'jaegerstack, search page' }).click();
  await expect(page).toHaveURL(`${prefixed.url}search`);
});

test('the configuration block cannot end the script element, and refused settings are named', async ({ page, prefixed }) => {
  await page.goto(`${prefixed.url}search`);
  await expect(page.getByRole('link', { name: 'Runbook' })).toHaveAttribute('rel', 'noopener noreferrer');
  await page.getByRole('button', { name: 'Keyboard and about' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('</script><script>1');
  await expect(dialog).toContainText('Not used from the UI configuration: tracking (the page loads nothing from other hosts), linkPatterns[4] (its text)');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the ID box takes IDs, traceparents and links, and explains what it cannot take', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  await page.getByRole('heading', { name: 'Nothing asked yet' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('checkout service');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('is not an ID');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`https://jaeger.example.com/trace/${IDS.shop}?uiFind=fraud`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}trace/${IDS.shop}?uiFind=fraud`);
  await expect(page.getByRole('treegrid')).toBeVisible();
});

for (const [path, text] of [
  ['dependencies', 'There is nothing at /dependencies'],
  ['trace/not-hex', 'has other characters than hex digits'],
  [`trace/${'a'.repeat(40)}`, 'or more than 32 of them'],
  ['trace/abc...def', 'Comparing traces is not in this version'],
] as const) {
  test(`/${path.slice(0, 30)} says what it is`, async ({ page, server }) => {
    await page.goto(server.url + path);
    await expect(page.getByRole('main')).toContainText(text);
    await expectAccessible(page);
  });
}

test('the theme follows the system until one is chosen, and the choice stays', async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${server.url}search`);
  const theme = page.locator('html');
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(theme).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: /^Theme: system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(theme).toHaveAttribute('data-theme', 'dark');
});

test('the skip link is the first stop and leads to the content', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  await page.getByRole('heading', { name: 'Nothing asked yet' }).waitFor();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('single keys can be switched off', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single keys work/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeHidden();
});
