import { checkoutTrace } from './checkout.mjs';
import { IDS } from './server.mjs';
import { expect, expectAccessible, noSidewaysScroll, test } from './test.ts';

const rows = '[role=row][data-index]';
const details = { name: 'Span details' };
const spanId = (operation: string) => checkoutTrace(IDS.shop).spans.find((span) => span.operationName === operation)!.spanID;

test('a trace shows its facts, its spans and the details of one', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('checkout POST /pay');
  await expect(page.getByRole('list', { name: 'About this trace' })).toContainText('34 spans');
  await expect(page.locator(rows)).toHaveCount(34);
  await page.getByRole('row', { name: /^checkout, SELECT orders/ }).click();
  const panel = page.getByRole('region', details);
  await expect(panel.getByRole('table', { name: 'Tags', exact: true })).toContainText('ORDER BY created_at');
  await expect(panel.getByRole('table', { name: 'Process tags' })).toContainText('checkout-6d9f7c-x2k4p');
  await expect(page).toHaveURL(new RegExp(`span=${spanId('SELECT orders')}`));
  await page.getByRole('row', { name: /^mail, send receipt/ }).click();
  await panel.getByRole('button', { name: 'checkout: publish receipt' }).click();
  await expect(page).toHaveURL(new RegExp(`span=${spanId('publish receipt')}`));
});

test('links that are configured lead from the trace, a span and a tag to the logs', async ({ page, prefixed }) => {
  await page.goto(`${prefixed.url}trace/${IDS.shop}`);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  await expect(link('Logs of this trace')).toHaveAttribute('href', new RegExp(`^https://kibana\\.example/\\?q=${IDS.shop}&to=20\\d\\d-\\d\\d-\\d\\dT[\\d%A.]+Z$`));
  await expect(link('Logs of this trace')).toHaveAttribute('rel', 'noopener noreferrer');
  await page.getByRole('row', { name: /^checkout, SELECT orders/ }).click();
  await expect(link('Logs of this span')).toHaveAttribute('href', `https://kibana.example/?q=${spanId('SELECT orders')}`);
  await expect(link('Pod')).toHaveAttribute('href', 'https://pods.example/checkout-6d9f7c-x2k4p');
  await expect(link('Bad')).toHaveCount(0);
  await expectAccessible(page);
  await noSidewaysScroll(page);
});

test('uiFind marks what Jaeger would mark, scrolls to the first, and steps', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}?uiFind=card-network`);
  await expect(page.getByRole('status').filter({ hasText: '/ 4' })).toHaveText('1 / 4');
  await page.keyboard.press('f');
  await expect(page.getByRole('status').filter({ hasText: '/ 4' })).toHaveText('2 / 4');
  await page.getByLabel('What to show of the matches').selectOption('only');
  await expect(page.locator(rows)).toHaveCount(4);
  await expect(page).toHaveURL(/uiFind=card-network&mode=only/);
  await page.getByLabel('What to show of the matches').selectOption('context');
  await expect(page.locator(rows)).toHaveCount(11);
});

test('a uiFind deep in a large trace is scrolled to', async ({ page, server }) => {
  const id = (5 * 65_537 + 9_000).toString(16).padStart(16, '0');
  await page.goto(`${server.url}trace/${IDS.large}?uiFind=${id}`);
  await expect(page.getByRole('status').filter({ hasText: '1 / 1' })).toBeVisible();
  const current = page.locator(`${rows}[tabindex="0"]`);
  await expect(current).toBeInViewport();
  await current.click();
  await expect(page.getByRole('region', details)).toContainText(id);
});

test('e and E step through the errors, and the menu lists where they began', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('e');
  await expect(page.locator(`${rows}[tabindex="0"]`)).toHaveAttribute('aria-label', /charge card, attempt 1.*error/);
  await page.keyboard.press('Shift+E');
  await expect(page.locator(`${rows}[tabindex="0"]`)).toHaveAttribute('aria-label', /POST \/v2\/charges.*error/);
  await page.getByRole('button', { name: '4 errors' }).click();
  await page.getByRole('button', { name: /payment POST \/v2\/charges ×2/ }).click();
  await expect(page.getByRole('region', details)).toContainText('deadline exceeded after 240 ms');
});

test('the tree follows the tree grid pattern', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  const first = page.locator(rows).first();
  await first.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator(rows)).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator(rows)).toHaveCount(34);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row', { name: /^checkout, load cart/ })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('row', { name: /^redis, DEL/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('row', { name: /^checkout, DEL/ })).toBeFocused();
});

test('folding by keys', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  await expect(page.locator(rows)).toHaveCount(34);
  await page.keyboard.press(']');
  await expect(page.locator(rows)).toHaveCount(1);
  await page.keyboard.press('o');
  await expect(page.locator(rows)).toHaveCount(7);
  await page.keyboard.press('p');
  await expect(page.locator(rows)).toHaveCount(1);
  await page.keyboard.press('[');
  await expect(page.locator(rows)).toHaveCount(34);
});

test('zoom and pan by keys, ruler and minimap are in the address', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  const ruler = page.getByRole('group', { name: /^Time shown/ });
  await expect(ruler).toHaveAttribute('aria-label', /0 s to 1.4/);
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/t=\d/);
  await page.keyboard.press('Shift+D');
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/t=\d/);
  const box = (await ruler.boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/t=\d/);
  const address = page.url();
  const label = await ruler.getAttribute('aria-label');
  await page.reload();
  await expect(ruler).toHaveAttribute('aria-label', label!);
  expect(page.url()).toBe(address);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect(page).not.toHaveURL(/t=\d/);
});

test('what is folded, selected, found and zoomed is shared by the address', async ({ page, server, context }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  await page.getByRole('row', { name: /^checkout, POST \/payments/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('row', { name: /^checkout, load cart/ }).click();
  await expect(page).toHaveURL(/shut=/);
  await expect(page).toHaveURL(/span=/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('row', { name: /^checkout, POST \/payments/ })).toHaveAttribute('aria-expanded', 'false');
  await expect(other.getByRole('row', { name: /^checkout, load cart/ })).toHaveAttribute('aria-selected', 'true');
  await other.close();
});

test('hostile and broken spans render as text, all of them', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.hostile}`);
  await expect(page.locator(rows)).toHaveCount(15);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>document.title="owned"</script>');
  await expect(page.getByText('2 circles of parents, cut')).toBeVisible();
  await expect(page.getByText('3 spans with impossible times')).toBeVisible();
  await expect(page.getByText('2 entries of the answer could not be read')).toBeVisible();
  await page.locator(rows).first().click();
  const tags = page.getByRole('table', { name: 'Tags', exact: true });
  await expect(tags).toContainText('abc\\u202edcba\\u2066 \\u0000 end');
  await expect(tags).toContainText('javascript:alert(1)');
  await expect(tags.getByRole('link')).toHaveCount(0);
  await expect(tags).toContainText('__proto__');
  await expect(page).not.toHaveTitle('owned');
  expect(await page.locator('main img, main script').count()).toBe(0);
  await page.getByRole('row', { name: /exact numbers/ }).click();
  await expect(tags).toContainText('9223372036854775807');
});

test('a value of 1 MB and 5,000 tags do not flood the page', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.hostile}`);
  await page.getByRole('row', { name: /one megabyte/ }).click();
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  await page.getByRole('button', { name: 'Show all 1.0 MB' }).click();
  const whole = page.getByRole('region', { name: 'Whole value, 10923 lines' });
  await whole.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await expect(whole).toContainText('AAAA');
  expect(await nodes()).toBeLessThan(3000);
  await page.getByRole('row', { name: /five thousand tags/ }).click();
  await page.getByLabel('Filter tags').fill('key.4999');
  await expect(page.getByRole('table', { name: 'Tags', exact: true })).toContainText('value 4999');
  expect(await nodes()).toBeLessThan(3000);
});

test('a chain of 50,000 spans opens, unfolds and scrolls to its end', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.chain}`);
  await expect(page.getByRole('row', { name: /^deep, level 2/ })).toBeVisible();
  await page.keyboard.press('[');
  await page.locator(rows).first().focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('row', { name: /^deep, level 49999/ })).toBeFocused();
  await expect(page.getByRole('row', { name: /^deep, level 49999/ })).toBeInViewport();
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000);
});

test('a large trace keeps few nodes, and its focused row while scrolled away', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.large}`);
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('[');
  await expect(page.getByRole('treegrid')).toHaveAttribute('aria-rowcount', '10001');
  await page.locator(rows).first().focus();
  await page.getByRole('treegrid').evaluate((box) => box.scrollTo(0, 100_000));
  await expect(page.locator('[aria-rowindex="4200"]')).toBeVisible();
  await expect(page.locator(rows).first()).toBeAttached();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('2');
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000);
});

for (const [id, text] of [[IDS.missing, 'Trace not found'], [IDS.failing, 'The query service failed (HTTP 500)']] as const) {
  test(`a trace that does not come says so: ${text}`, async ({ page, server, watched }) => {
    watched.allow(/status of (404|500)/);
    await page.goto(`${server.url}trace/${id}`);
    await expect(page.getByRole('alert')).toContainText(text);
    await expectAccessible(page);
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`timeline, details and hostile names are accessible, ${theme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(`${server.url}trace/${IDS.shop}?uiFind=payment&span=${spanId('SELECT orders')}`);
    await expect(page.getByRole('table', { name: 'Tags', exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${server.url}trace/${IDS.hostile}`);
    await page.locator(rows).first().click();
    await expect(page.getByRole('table', { name: 'Tags', exact: true })).toBeVisible();
    await expectAccessible(page);
  });
}

test('at 390 px rows have two lines and details are a sheet', async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${server.url}trace/${IDS.shop}`);
  expect((await page.locator(rows).nth(1).boundingBox())!.height).toBe(48);
  await noSidewaysScroll(page);
  await page.locator(rows).nth(1).click();
  await page.getByRole('button', { name: 'Make the panel larger' }).click();
  await expect(page.getByRole('region', details)).toBeVisible();
  await expectAccessible(page);
  await noSidewaysScroll(page);
});

test('the accessibility tree of the timeline reads as it should', async ({ page, server }) => {
  await page.goto(`${server.url}trace/${IDS.shop}`);
  await expect(page.getByRole('region', { name: 'Summary' })).toMatchAriaSnapshot({ name: 'summary.aria.yml' });
  await expect(page.getByRole('treegrid')).toMatchAriaSnapshot({ name: 'tree.aria.yml' });
});
