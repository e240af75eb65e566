import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkoutTrace } from './checkout.mjs';
import { chainTrace, EPOCH, hostileTrace, random, shopTrace, traceId } from './traces.mjs';

/// Stands in for the query service: the built UI with the real headers under a base path, and the v1 API.
/// What a search gives is decided by the name of the service.

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
  "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types ui-worker";

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };
export const SERVICES = ['checkout', 'payment', 'inventory', 'one', 'empty', 'many', 'failing', 'slow', 'partial', 'garbage', 'hostile'];

export const IDS = {
  shop: traceId(1), large: traceId(2), hostile: traceId(3), chain: traceId(4), missing: traceId(404), failing: traceId(500), single: traceId(7),
};

export async function startFixtureServer({ dist, base = '/', config = {}, log = [] }) {
  const index = (await readFile(join(dist, 'index.html'), 'utf8'))
    .replace('<base href="/">', `<base href="${base}">`)
    .replace('id="jaegerstack-config">{}<', `id="jaegerstack-config">${JSON.stringify(config).replaceAll('<', '\\u003c')}<`);
  const sockets = new Set();
  const answers = new Map();
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    log.push(`${request.method} ${request.url}`);
    const send = (status, type, body, cache) => {
      const zipped = body.length > 2000 && body.length < 1e6 && /gzip/.test(request.headers['accept-encoding'] ?? '');
      response.writeHead(status, {
        'content-type': type, 'cache-control': cache ?? 'no-cache', 'content-security-policy': CSP,
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', ...(zipped ? { 'content-encoding': 'gzip' } : {}),
      });
      response.end(zipped ? gzipSync(body) : body);
    };
    if (!url.pathname.startsWith(base)) {
      send(404, 'text/plain', Buffer.from('outside the base path'));
      return;
    }
    const path = `/${url.pathname.slice(base.length)}`;
    const kept = answers.get(request.url);
    if (kept) send(200, 'application/json', kept);
    else if (path.startsWith('/api/')) {
      api(path, url.searchParams, (value, status = 200) => {
        const body = Buffer.from(JSON.stringify(value).replace('"EXACT_INT64"', '9223372036854775807'));
        if (status === 200) answers.set(request.url, body);
        send(status, 'application/json', body);
      });
    } else if (path.startsWith('/assets/') || /^\/[\w.-]+\.(svg|txt)$/.test(path)) {
      readFile(join(dist, normalize(path))).then(
        (body) => send(200, TYPES[extname(path)] ?? 'application/octet-stream', body, 'public, max-age=31536000, immutable'),
        () => send(404, 'text/plain', Buffer.from('no such file')),
      );
    } else send(200, TYPES['.html'], Buffer.from(index));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    log,
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(resolve);
    }),
  };
}

const envelope = (data, errors = null) => ({ data, total: data?.length ?? 0, limit: 0, offset: 0, errors });
const failure = (code, msg) => ({ data: null, total: 0, limit: 0, offset: 0, errors: [{ code, msg }] });

function api(path, params, json) {
  const trace = /^\/api\/traces\/([0-9a-f]+)$/.exec(path);
  if (path === '/api/services') json(envelope(SERVICES));
  else if (path === '/api/operations') {
    const names = ['POST /pay', 'GET /cart', 'POST /cart/items', 'charge card', 'charge card'];
    json(envelope(params.get('service') ? names.map((name) => ({ name, spanKind: 'server' })) : []));
  }
  else if (trace) oneTrace(trace[1], json);
  else if (path === '/api/traces' && params.has('traceID')) {
    json(envelope(params.getAll('traceID').filter((id) => id === IDS.shop || id === IDS.single).map(byId)));
  } else if (path === '/api/traces') search(params, json);
  else json(failure(404, `no such path: ${path}`), 404);
}

function oneTrace(id, json) {
  if (id === IDS.failing) json(failure(500, 'storage: no living connections'), 500);
  else if (!KNOWN.has(id)) json(failure(404, 'trace not found'), 404);
  else json(envelope([byId(id)]));
}

const KNOWN = new Map([
  [IDS.shop, () => checkoutTrace(IDS.shop)],
  [IDS.large, () => shopTrace(IDS.large, { seed: 5, spans: 10_000, micros: 90_000_000, errors: 30 })],
  [IDS.hostile, () => hostileTrace(IDS.hostile)],
  [IDS.chain, () => chainTrace(IDS.chain, 50_000)],
  [IDS.single, () => shopTrace(IDS.single, { seed: 3, spans: 1, errors: 0 })],
]);
const byId = (id) => KNOWN.get(id)();

function search(params, json) {
  const limit = Number(params.get('limit') ?? 20);
  switch (params.get('service')) {
    case 'empty': return json(envelope([]));
    case 'one': return json(envelope([byId(IDS.shop)]));
    case 'failing': return json(failure(500, 'storage: all shards failed'), 500);
    case 'slow': return undefined;
    case 'garbage': return json('<html>a proxy</html>');
    case 'hostile': return json(envelope([byId(IDS.hostile)]));
    case 'partial': return json(envelope(listed(5), [{ code: 206, msg: 'shard 3 of 5 did not answer' }]));
    case 'many': return json(envelope(listed(Math.min(limit, 1500), 6)));
    default: return json(envelope([byId(IDS.shop), ...listed(Math.min(limit, 1500) - 1)]));
  }
}

function listed(count, most = 200) {
  const next = random(99);
  return Array.from({ length: count }, (_, index) => {
    const spread = next();
    const spans = 1 + Math.floor(next() ** 2 * most);
    return shopTrace(traceId(1000 + index), {
      seed: 1000 + index, spans, start: EPOCH - Math.floor(next() * 3_600e6),
      micros: Math.round(2_000 * 10 ** (spread * 3)), errors: next() < 0.2 ? Math.min(spans - 1, 1 + Math.floor(next() * 4)) : 0,
    });
  });
}
