import { IDS } from './server.mjs';
import { expect, expectAccessible, noSidewaysScroll, RANGE, test } from './test.ts';

const search = (service: string) => `search?service=${service}&${RANGE}`;

test('a link of Jaeger fills the form and asks the same', async ({ page, server }) => {
  server.log.length = 0;
  await page.goto(`${server.url}search?end=1795348800000000&limit=35&lookback=custom&maxDuration=2s&minDuration=10ms&operation=POST%20%2Fpay&service=checkout&start=1795345200000000&tags=%7B%22error%22%3A%22true%22%7D`);
  await expect(page.getByLabel('Service', { exact: true })).toHaveValue('checkout');
  await expect(page.getByLabel('Operation', { exact: true })).toHaveValue('POST /pay');
  await expect(page.getByLabel('Window')).toHaveValue('custom');
  await expect(page.getByLabel('From', { exact: true })).toHaveValue(/^2026-11-22T11:00/);
  await expect(page.getByLabel('Min duration')).toHaveValue('10ms');
  await expect(page.getByLabel('Max duration')).toHaveValue('2s');
  await expect(page.getByLabel('Limit')).toHaveValue('35');
  await expect(page.getByRole('button', { name: 'Remove tag error=true' })).toBeVisible();
  await expect(page.getByRole('search', { name: 'Find traces' }).getByRole('button', { name: 'Errors' })).toHaveAttribute('aria-pressed', 'true');
  const asked = new URL(`http://x${server.log.find((line) => line.includes('/api/traces?'))!.slice(4)}`).searchParams;
  expect(Object.fromEntries(asked)).toEqual({
    service: 'checkout', operation: 'POST /pay', start: '1795345200000000', end: '1795348800000000', limit: '35', lookback: 'custom',
    minDuration: '10ms', maxDuration: '2s', tags: '{"error":"true"}',
  });
});

test('a link with only a lookback gets its window into the address', async ({ page, server }) => {
  await page.goto(`${server.url}search?service=checkout&lookback=15m`);
  await expect(page).toHaveURL(/start=1795347942000000/);
  await expect(page).toHaveURL(/end=1795348842000000/);
  await expect(page.getByRole('table', { name: 'Traces' })).toBeVisible();
});

for (const [service, text] of [
  ['empty', 'No trace matches'], ['failing', 'The query service failed (HTTP 500)'], ['slow', 'No answer within 1.2 s'],
  ['garbage', 'The answer cannot be read'], ['partial', 'shard 3 of 5 did not answer'],
] as const) {
  test(`the state “${service}” has its own text`, async ({ page, server, watched }) => {
    watched.allow(/status of 500/);
    await page.goto(server.url + search(service));
    await expect(page.getByRole('main')).toContainText(text);
    await expectAccessible(page);
  });
}

test('a failed search can be tried again, and shows what the service said', async ({ page, server, watched }) => {
  watched.allow(/status of 500/);
  await page.goto(server.url + search('failing'));
  await expect(page.getByLabel('Details of the error')).toContainText('storage: all shards failed');
  server.log.length = 0;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => server.log.filter((line) => line.includes('service=failing')).length).toBe(1);
});

test('one result is enough for a plot and a table', async ({ page, server }) => {
  await page.goto(server.url + search('one'));
  await expect(page.getByRole('table', { name: 'Traces' }).getByRole('link')).toHaveCount(1);
  await expect(page.getByRole('application')).toBeVisible();
});

test('1,500 results are all there, and only the near ones are mounted', async ({ page, server }) => {
  await page.goto(`${server.url}${search('many').replace('limit=20', 'limit=1500')}`);
  const table = page.getByRole('table', { name: 'Traces' });
  await expect(table).toHaveAttribute('aria-rowcount', '1501');
  expect(await table.getByRole('row').count()).toBeLessThan(120);
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  await expect(table.locator('[aria-rowindex="1501"]')).toBeVisible();
});

test('order and filter are in the address and survive a reload', async ({ page, server }) => {
  await page.goto(server.url + search('checkout'));
  await page.getByRole('button', { name: 'Duration' }).click();
  await expect(page).toHaveURL(/sort=longest/);
  await expect(page.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByLabel('Filter these traces').fill('card-network');
  await expect(page.getByRole('table', { name: 'Traces' }).getByRole('link')).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Traces' }).getByRole('link')).toHaveCount(1);
  await page.getByLabel('Filter these traces').fill('no such thing');
  await expect(page.getByText('None of the 20 fetched traces contains')).toBeVisible();
});

test('more can be loaded when the limit was reached', async ({ page, server }) => {
  await page.goto(server.url + search('checkout'));
  await page.getByRole('button', { name: 'Load 20 more' }).click();
  await expect(page.getByRole('table', { name: 'Traces' })).toHaveAttribute('aria-rowcount', '41');
  await expect(page).toHaveURL(/limit=40/);
});

test('dragging over the plot narrows the window, clicking a point opens its trace', async ({ page, server }) => {
  await page.goto(server.url + search('one'));
  const plot = page.getByRole('application');
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 150);
  await page.mouse.down();
  await page.mouse.move(box.x + 900, box.y + 140, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/lookback=custom/);
  await expect(page.getByRole('link', { name: /POST \/pay/ })).toBeVisible();
  await page.waitForFunction(() => document.querySelector('[role=application] canvas'));
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  await expect(plot.getByRole('status')).toContainText('checkout, POST /pay, 1.42 s');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/trace/${IDS.shop}`));
});

test('with the keyboard alone: ask, find, open a trace, read a span, come back', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  await page.getByLabel('Service', { exact: true }).focus();
  await page.keyboard.type('check');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Service', { exact: true })).toHaveValue('checkout');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Operation', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('http.status_code=200');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove tag http.status_code=200' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/tags=%7B%22http.status_code%22%3A%22200%22%7D/);
  await expect(page.getByRole('table', { name: 'Traces' })).toBeVisible();
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.closest('[role=cell]') !== null)) break;
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid')).toBeVisible();
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('role') === 'row')) break;
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Span details' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Span details' })).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Traces' })).toBeVisible();
});

test('several traces can be looked up by ID, with spans to be found in them', async ({ page, server }) => {
  await page.goto(`${server.url}search?traceID=${IDS.single}&traceID=${IDS.missing}&span=abc+def%40${IDS.shop}`);
  const links = page.getByRole('table', { name: 'Traces' }).getByRole('link');
  await expect(links).toHaveCount(2);
  await expect(page.getByText('of 3 IDs asked for')).toBeVisible();
  await expect(page.locator(`a[href*="${IDS.shop}"]`)).toHaveAttribute('href', `/trace/${IDS.shop}?uiFind=abc+def`);
});

test('the operations of the chosen service are offered, each once', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  await page.getByLabel('Service', { exact: true }).fill('checkout');
  await page.getByLabel('Operation', { exact: true }).click();
  const options = page.getByRole('listbox', { name: 'All operations' }).getByRole('option');
  await expect(options).toHaveText(['All operations', 'charge card', 'GET /cart', 'POST /cart/items', 'POST /pay']);
  await expectAccessible(page);
  await page.getByLabel('Operation', { exact: true }).fill('cart');
  await expect(options).toHaveText(['GET /cart', 'POST /cart/items']);
  await options.first().click();
  await expect(page.getByLabel('Operation', { exact: true })).toHaveValue('GET /cart');
});

test('a filter typed above the results does not undo the form', async ({ page, server }) => {
  await page.goto(server.url + search('checkout'));
  await page.getByLabel('Min duration').fill('5ms');
  await page.getByLabel('Filter these traces').fill('a');
  await expect(page).toHaveURL(/q=a/);
  await expect(page.getByLabel('Min duration')).toHaveValue('5ms');
});

test('a wrong form says what is wrong and asks nothing', async ({ page, server }) => {
  await page.goto(`${server.url}search`);
  server.log.length = 0;
  await page.getByLabel('Min duration').fill('fast');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect(page.getByText('“fast” is not a duration')).toBeVisible();
  await expect(page.getByText('Choose a service.')).toBeVisible();
  await expectAccessible(page);
  expect(server.log.filter((line) => line.includes('/api/traces'))).toEqual([]);
});

test('names with markup and bidi controls stay text', async ({ page, server }) => {
  await page.goto(server.url + search('hostile'));
  await expect(page.getByRole('table', { name: 'Traces' })).toContainText('<img src=x onerror=');
  await expect(page).not.toHaveTitle('owned');
});

for (const theme of ['light', 'dark'] as const) {
  test(`results are accessible, ${theme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(server.url + search('checkout'));
    await expect(page.getByRole('table', { name: 'Traces' })).toBeVisible();
    await expectAccessible(page);
  });
}

for (const width of [320, 390]) {
  test(`nothing is cut off at ${width} px, and the form folds`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(server.url + search('checkout'));
    await expect(page.getByRole('table', { name: 'Traces' })).toBeVisible();
    await noSidewaysScroll(page);
    await page.getByRole('button', { name: /^Change the search: checkout/ }).click();
    await expect(page.getByLabel('Service', { exact: true })).toBeVisible();
    await noSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test('the accessibility tree of the results reads as it should', async ({ page, server }) => {
  await page.goto(server.url + search('one'));
  await expect(page.getByRole('table', { name: 'Traces' })).toMatchAriaSnapshot({ name: 'results.aria.yml' });
});
