/// What may be typed or pasted into the ID box, and where it leads.

export type Goto =
  | { readonly kind: 'place'; readonly to: string; readonly what: string }
  | { readonly kind: 'unknown'; readonly why: string };

const EXPECTED = 'Expected a trace ID (up to 32 hex digits), a traceparent, an uber-trace-id or a link to a trace.';

export function parseGoto(input: string): Goto {
  let text = input.trim();
  if (text === '') return { kind: 'unknown', why: EXPECTED };
  if (/^https?:\/\//i.test(text) || text.startsWith('/')) return fromLink(text);
  try {
    text = decodeURIComponent(text);
  } catch {
    // A stray percent sign: take the text as it is.
  }
  const parent = /^(?:traceparent:\s*)?[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/i.exec(text);
  if (parent) return atSpan(parent[1]!, parent[2]!, 'traceparent');
  const uber = /^(?:uber-trace-id:\s*)?([0-9a-f]{1,32}):([0-9a-f]{1,16}):[0-9a-f]{1,16}:[0-9a-f]{1,2}$/i.exec(text);
  if (uber) return atSpan(uber[1]!, uber[2]!.padStart(16, '0'), 'uber-trace-id');
  const bare = text.replace(/^["']+|["',;]+$/g, '').replace(/^0x/i, '').replace(/-/g, '');
  if (/^[0-9a-f]{1,32}$/i.test(bare)) return { kind: 'place', to: `/trace/${bare.toLowerCase()}`, what: 'trace ID' };
  return { kind: 'unknown', why: `“${text.slice(0, 60)}” is not an ID. ${EXPECTED}` };
}

function atSpan(trace: string, span: string, what: string): Goto {
  const id = span.toLowerCase();
  return { kind: 'place', to: `/trace/${trace.toLowerCase()}?span=${id}`, what };
}

function fromLink(text: string): Goto {
  let url: URL;
  try {
    url = new URL(text, 'http://here.invalid');
  } catch {
    return { kind: 'unknown', why: `“${text.slice(0, 60)}” is not a link. ${EXPECTED}` };
  }
  const trace = /\/trace\/([0-9a-f]{1,32})\/?$/i.exec(url.pathname);
  if (trace) return { kind: 'place', to: `/trace/${trace[1]!.toLowerCase()}${url.search}`, what: 'link to a trace' };
  if (/\/search\/?$/.test(url.pathname)) return { kind: 'place', to: `/search${url.search}`, what: 'link to a search' };
  return { kind: 'unknown', why: `That link leads to ${url.pathname}, neither a trace nor a search. ${EXPECTED}` };
}
