/// Traces for the tests, from a seeded generator: the same bytes on every machine.

export const EPOCH = Date.UTC(2026, 10, 22, 12, 0, 0) * 1000;

export function random(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const hex = (value, digits) => value.toString(16).padStart(digits, '0').slice(-digits);
const tag = (key, value) => ({ key, type: typeof value === 'number' ? 'int64' : typeof value === 'boolean' ? 'bool' : 'string', value });

const SHOP = {
  checkout: ['POST /pay', 'GET /cart', 'POST /cart/items'],
  payment: ['charge card', 'risk score', 'refund'],
  inventory: ['reserve', 'release', 'stock level'],
  postgres: ['SELECT orders', 'INSERT payment', 'UPDATE stock'],
  'mail-queue': ['publish receipt'],
  'fraud-model': ['predict'],
};

/** A tree of calls: each span gets a few children in other services, inside its own time. */
export function shopTrace(id, { seed = 1, spans = 40, start = EPOCH, micros = 1_420_000, errors = 2, services = SHOP } = {}) {
  const next = random(seed);
  const names = Object.keys(services);
  const processes = Object.fromEntries(names.map((name, index) => [`p${index}`, {
    serviceName: name,
    tags: [tag('hostname', `${name}-7c9f-${index}`), tag('jaeger.version', 'Go-2.30.0'), tag('ip', `10.0.${index}.7`), tag('client-uuid', hex(seed * 7919 + index, 16))],
  }]));
  const made = [];
  const open = [{ index: -1, service: 0, start: 0, end: micros, depth: 0 }];
  while (made.length < spans) {
    const above = made.length === 0 ? open[0] : open[Math.max(1, Math.floor(next() ** 1.6 * open.length))] ?? open[open.length - 1];
    const length = made.length === 0 ? micros : Math.max(3, (above.end - above.start) * (0.08 + 0.5 * next()));
    const begin = made.length === 0 ? 0 : above.start + (above.end - above.start - length) * next();
    const service = made.length === 0 ? 0 : (above.service + 1 + Math.floor(next() * (names.length - 1))) % names.length;
    const operations = services[names[service]];
    const operation = made.length === 0 ? operations[seed % operations.length] : operations[Math.floor(next() * operations.length)];
    const index = made.length;
    const kind = names[service] === 'postgres' ? 'client' : names[service] === 'mail-queue' ? 'producer' : index === 0 || next() < 0.6 ? 'server' : 'client';
    made.push({
      traceID: id,
      spanID: hex(seed * 65_537 + index + 1, 16),
      operationName: operation,
      references: above.index < 0 ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: made[above.index].spanID }],
      startTime: Math.round(start + begin),
      duration: Math.round(length),
      tags: [
        tag('span.kind', kind), tag('component', 'net/http'), tag('http.status_code', 200), tag('sampler.type', 'const'), tag('sampler.param', true), tag('request.size', Math.floor(next() * 4096)),
        ...(kind === 'client' && names[service] === 'postgres' ? [tag('db.statement', 'SELECT id, total FROM orders WHERE customer = $1 ORDER BY created_at DESC LIMIT 20')] : []),
      ],
      logs: next() < 0.3 ? [{ timestamp: Math.round(start + begin + length / 2), fields: [tag('event', 'acquired connection'), tag('pool.waiting', Math.floor(next() * 9))] }] : [],
      processID: `p${service}`,
      warnings: null,
    });
    open.push({ index, service, start: begin, end: begin + length, depth: above.depth + 1 });
  }
  for (let left = errors, at = made.length - 1; left > 0 && at > 0; left--, at -= 3) fail(made[at]);
  return { traceID: id, spans: made, processes, warnings: null };
}

function fail(span) {
  span.tags.push(tag('error', true));
  span.tags.find((entry) => entry.key === 'http.status_code').value = 503;
  span.logs.push({
    timestamp: span.startTime + span.duration,
    fields: [tag('event', 'error'), tag('message', 'connection refused: upstream answered after the deadline'), tag('stack', 'at charge (payment.go:118)\nat handle (server.go:42)')],
  });
}

/** Every span the child of the one before. */
export function chainTrace(id, depth) {
  const spans = Array.from({ length: depth }, (_, index) => ({
    traceID: id, spanID: hex(index + 1, 16), operationName: `level ${index}`,
    references: index === 0 ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: hex(index, 16) }],
    startTime: EPOCH + index, duration: 2 * depth - 2 * index, tags: [], logs: [], processID: 'p0',
  }));
  return { traceID: id, spans, processes: { p0: { serviceName: 'deep', tags: [] } } };
}

export const SCRIPT = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

/** What a hostile or broken client may send. */
export function hostileTrace(id) {
  const span = (number, more) => ({
    traceID: id, spanID: hex(number, 16), operationName: `span ${number}`, references: [],
    startTime: EPOCH + number * 100, duration: 1000, tags: [], logs: [], processID: 'p0', ...more,
  });
  const child = (of) => [{ refType: 'CHILD_OF', traceID: id, spanID: hex(of, 16) }];
  return {
    traceID: id,
    processes: {
      p0: { serviceName: SCRIPT, tags: [tag('__proto__', 'process'), tag(SCRIPT, SCRIPT)] },
      p1: { serviceName: 'user\u202Etxt.exe', tags: [] },
    },
    spans: [
      span(1, { operationName: SCRIPT, tags: [tag(SCRIPT, SCRIPT), tag('__proto__', 'polluted'), tag('constructor', 'x'), tag('bidi', 'abc\u202Edcba\u2066 \u0000 end'), tag('link', 'javascript:alert(1)')] }),
      span(2, { references: child(1), operationName: 'one megabyte', tags: [tag('big', 'A'.repeat(1_048_576))] }),
      span(3, { references: child(1), operationName: 'five thousand tags', tags: Array.from({ length: 5000 }, (_, index) => tag(`key.${index}`, `value ${index}`)) }),
      span(4, { references: child(1), operationName: 'negative', startTime: -5, duration: -1 }),
      span(5, { references: child(1), operationName: 'beyond 2^53', startTime: 2 ** 60, duration: 2 ** 60 }),
      span(6, { references: child(1), operationName: 'not a number', startTime: 'soon', duration: null }),
      span(7, { references: child(8), operationName: 'cycle a', processID: 'p1' }),
      span(8, { references: child(7), operationName: 'cycle b', processID: 'p1' }),
      span(9, { references: child(9), operationName: 'own parent' }),
      span(10, { references: child(999), operationName: 'orphan' }),
      span(11, { references: child(1), operationName: 'twice' }),
      span(11, { references: child(1), operationName: 'twice again' }),
      span(12, { references: child(1), operationName: 'no process', processID: 'p77' }),
      span(13, { references: child(1), operationName: '', tags: 'not an array', logs: { fields: 1 }, warnings: ['clock skew adjusted by 3 ms'] }),
      span(14, { references: child(1), operationName: 'exact numbers', tags: [{ key: 'int64', type: 'int64', value: 'EXACT_INT64' }, tag('object', 'x')] }),
      null,
      42,
    ],
  };
}

export function traceId(number) {
  const next = random(number * 2_654_435_761);
  return Array.from({ length: 4 }, () => hex(Math.floor(next() * 2 ** 32), 8)).join('');
}
