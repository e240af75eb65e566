/// The address of a trace: Jaeger's uiFind and svcFilter, and our view state. Parameters that
/// we do not know stay in the link.

export type FindMode = 'highlight' | 'context' | 'only';
export const FIND_MODES: readonly FindMode[] = ['highlight', 'context', 'only'];
const MAX_DELTAS = 64;

export interface TraceState {
  readonly find: string;
  readonly mode: FindMode;
  /** Span ID whose details are shown; empty for none. */
  readonly span: string;
  /** Shown window as offsets from the start of the trace in µs; null = all of it. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** Span IDs opened or closed against the opening rule. */
  readonly open: readonly string[];
  readonly shut: readonly string[];
  readonly unknown: readonly (readonly [string, string])[];
}

export type TracePath =
  | { readonly kind: 'trace'; readonly id: string }
  | { readonly kind: 'compare'; readonly a: string; readonly b: string }
  | { readonly kind: 'malformed'; readonly text: string };

const KNOWN = new Set(['uiFind', 'mode', 'span', 't', 'open', 'shut']);

export function parseTracePath(path: string): TracePath | null {
  const match = /^\/trace\/(.*?)\/?$/.exec(path);
  if (!match) return null;
  let text = match[1]!;
  try {
    text = decodeURIComponent(text);
  } catch {
    return { kind: 'malformed', text };
  }
  const pair = /^([0-9a-f]*)\.\.\.([0-9a-f]*)$/i.exec(text.trim());
  if (pair) return { kind: 'compare', a: pair[1]!.toLowerCase(), b: pair[2]!.toLowerCase() };
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(id) ? { kind: 'trace', id } : { kind: 'malformed', text };
}

export function parseTraceState(search: string): TraceState {
  const params = new URLSearchParams(search);
  const mode = params.get('mode') as FindMode;
  const range = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(params.get('t') ?? '');
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  return {
    find: params.get('uiFind') ?? '',
    mode: FIND_MODES.includes(mode) ? mode : 'highlight',
    span: params.get('span') ?? '',
    window: range && to > from ? { from, to } : null,
    open: ids(params.get('open')),
    shut: ids(params.get('shut')),
    unknown: [...params].filter(([name]) => !KNOWN.has(name)),
  };
}

export function traceUrl(id: string, state: Partial<TraceState> = {}): string {
  const params = new URLSearchParams();
  if (state.find) params.set('uiFind', state.find);
  if (state.mode && state.mode !== 'highlight') params.set('mode', state.mode);
  if (state.span) params.set('span', state.span);
  if (state.window) params.set('t', `${round(state.window.from)}-${round(state.window.to)}`);
  if (state.open?.length) params.set('open', state.open.slice(0, MAX_DELTAS).join('.'));
  if (state.shut?.length) params.set('shut', state.shut.slice(0, MAX_DELTAS).join('.'));
  for (const [name, value] of state.unknown ?? []) params.append(name, value);
  const query = params.toString();
  return `/trace/${id}${query && `?${query}`}`;
}

const round = (micros: number): number => Math.round(micros * 1000) / 1000;
const ids = (text: string | null): string[] => (text ?? '').split('.').filter((id) => /^[0-9a-f]{1,16}$/i.test(id));
