import { EPOCH } from './traces.mjs';

/// One readable trace: a payment whose card network does not answer, tried three times.

const tag = (key, value) => ({ key, type: typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'int64' : 'string', value });
const error = (message) => ({ tags: [tag('error', true)], logs: [['error', message]] });

// [service, operation, kind, start ms, length ms, children, more]
const SQL = 'SELECT id, total, currency FROM orders WHERE customer_id = $1 AND state = $2 ORDER BY created_at DESC LIMIT 20';
const attempt = (number, start, failed) => ['payment', `charge card, attempt ${number}`, 'internal', start, 252, [
  ['payment', 'POST /v2/charges', 'client', start + 4, 246, failed ? [] : [['card-network', 'authorise', 'server', start + 22, 208, [
    ['card-network', '3-D Secure check', 'internal', start + 60, 96, []],
  ]]], failed ? error('deadline exceeded after 240 ms: card-network did not answer') : {}],
], failed ? error('attempt failed, backing off') : {}];

const TREE = ['checkout', 'POST /pay', 'server', 0, 1420, [
  ['checkout', 'load cart', 'internal', 8, 96, [
    ['checkout', 'GET cart:8812', 'client', 12, 9, [['redis', 'GET', 'server', 14, 5, []]]],
    ['checkout', 'SELECT orders', 'client', 26, 68, [], { tags: [tag('db.statement', SQL), tag('db.system', 'postgresql')] }],
  ]],
  ['checkout', 'GET /prices', 'client', 44, 78, [['pricing', 'GET /prices', 'server', 52, 61, [
    ['pricing', 'apply vouchers', 'internal', 66, 31, []],
  ]]]],
  ['checkout', 'reserve stock', 'client', 130, 168, [['inventory', 'POST /reservations', 'server', 141, 149, [
    ['inventory', 'UPDATE stock', 'client', 150, 42, [], { tags: [tag('db.system', 'postgresql'), tag('db.rows', 3)] }],
    ['inventory', 'UPDATE stock', 'client', 195, 38, []],
    ['inventory', 'UPDATE stock', 'client', 236, 47, []],
  ]]]],
  ['checkout', 'POST /payments', 'client', 304, 1012, [['payment', 'POST /payments', 'server', 316, 990, [
    ['payment', 'risk score', 'client', 322, 118, [['fraud-model', 'predict', 'server', 334, 97, [
      ['fraud-model', 'load features', 'internal', 338, 40, []],
      ['fraud-model', 'score', 'internal', 380, 46, [], { logs: [['model answered', 'score 0.031, threshold 0.8']] }],
    ]]]],
    attempt(1, 446, true), attempt(2, 728, true), attempt(3, 1010, false),
    ['payment', 'INSERT payment', 'client', 1268, 30, [], { tags: [tag('db.system', 'postgresql')] }],
  ]]]],
  ['checkout', 'publish receipt', 'producer', 1322, 12, [['mail', 'send receipt', 'consumer', 1340, 74, [
    ['mail', 'render template', 'internal', 1346, 22, []],
    ['mail', 'SMTP DATA', 'client', 1370, 41, []],
  ]]]],
  ['checkout', 'DEL cart:8812', 'client', 1338, 8, [['redis', 'DEL', 'server', 1340, 4, []]]],
]];

export function checkoutTrace(id) {
  const processes = {};
  const spans = [];
  const pending = [[TREE, null]];
  while (pending.length > 0) {
    const [[service, operation, kind, start, length, children, more = {}], parent] = pending.shift();
    processes[service] ??= {
      serviceName: service,
      tags: [tag('hostname', `${service}-6d9f7c-x2k4p`), tag('jaeger.version', 'Go-2.30.0'), tag('ip', '10.42.1.17'), tag('k8s.namespace', 'shop')],
    };
    const spanID = (0x5f00a1 + spans.length * 0x1d3b).toString(16).padStart(16, '3');
    const http = /^(GET|POST) \//.exec(operation);
    const startTime = EPOCH + start * 1000 + 137;
    spans.push({
      traceID: id, spanID, operationName: operation, startTime, duration: length * 1000 - 211, processID: service, flags: 1, warnings: null,
      references: parent ? [{ refType: kind === 'consumer' ? 'FOLLOWS_FROM' : 'CHILD_OF', traceID: id, spanID: parent }] : [],
      tags: [
        tag('span.kind', kind), ...(parent ? [] : [tag('sampler.type', 'probabilistic'), tag('sampler.param', '0.1')]),
        ...(http ? [tag('http.method', http[1]), tag('http.status_code', more.tags?.some((entry) => entry.key === 'error') ? 504 : 200), tag('component', 'net/http')] : []),
        ...(more.tags ?? []),
      ],
      logs: (more.logs ?? []).map(([event, message]) => ({
        timestamp: startTime + length * 900, fields: [tag('event', event), tag('message', message), tag('level', event === 'error' ? 'error' : 'info')],
      })),
    });
    for (const child of children) pending.push([child, spanID]);
  }
  return { traceID: id, spans, processes, warnings: null };
}
