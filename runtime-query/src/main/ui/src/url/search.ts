import { lookbackMillis } from '../app/config.ts';
import { CUSTOM, LOOKBACKS, lookbackCovering } from './lookback.ts';
import { parseTags, tagsParam, type Tag } from './tags.ts';

/// The address of the search page: Jaeger's parameters, ours (`sort`, `q`), and whatever
/// else the link carried, which is kept.

export const ALL_OPERATIONS = '__all_operations__';
export const ALL_SERVICES = '__all_services__';
export const SORTS = ['newest', 'oldest', 'longest', 'shortest', 'most-spans', 'most-errors'] as const;
export type Sort = (typeof SORTS)[number];

export interface SearchForm {
  readonly service: string;
  /** Empty = every operation. */
  readonly operation: string;
  readonly tags: readonly Tag[];
  readonly lookback: string;
  /** µs since the epoch as digits, or empty when only the lookback is known. */
  readonly start: string;
  readonly end: string;
  readonly minDuration: string;
  readonly maxDuration: string;
  readonly limit: number;
}

export interface SearchPlace {
  readonly form: SearchForm;
  /** A search was asked for: a service, or a window, is in the link. */
  readonly asked: boolean;
  readonly traceIds: readonly string[];
  /** trace ID → the span IDs (separated by blanks) to be found in it. */
  readonly spanLinks: ReadonlyMap<string, string>;
  readonly sort: Sort;
  readonly filter: string;
  readonly unknown: readonly (readonly [string, string])[];
}

const KNOWN = new Set([
  'service', 'operation', 'tags', 'tag', 'lookback', 'start', 'end', 'minDuration', 'maxDuration', 'limit',
  'traceID', 'span', 'sort', 'q',
]);

export function parseSearch(search: string, defaults: { lookback: string; limit: number }): SearchPlace {
  const params = new URLSearchParams(search);
  const first = (name: string) => params.get(name) ?? '';
  const start = micros(first('start'));
  const end = micros(first('end'));
  const operation = first('operation');
  const sort = first('sort') as Sort;
  const form: SearchForm = {
    service: first('service'),
    operation: operation === 'all' || operation === ALL_OPERATIONS ? '' : operation,
    tags: [...parseTags(first('tags')), ...params.getAll('tag').map(colonTag)],
    lookback: lookbackOf(first('lookback'), start, end, defaults.lookback),
    start,
    end,
    minDuration: first('minDuration'),
    maxDuration: first('maxDuration'),
    limit: /^[1-9]\d*$/.test(first('limit')) ? Number(first('limit')) : defaults.limit,
  };
  const spanLinks = new Map<string, string>();
  for (const entry of params.getAll('span')) {
    const [spans = '', trace = ''] = entry.split('@');
    if (!trace) continue;
    const before = spanLinks.get(trace);
    spanLinks.set(trace, before ? `${before} ${spans}` : spans);
  }
  const traceIds = [...new Set([...params.getAll('traceID').flatMap((ids) => ids.split(',')), ...spanLinks.keys()])];
  return {
    form,
    asked: form.service !== '' || start !== '' || end !== '',
    traceIds: traceIds.map((id) => id.trim().toLowerCase()).filter(Boolean),
    spanLinks,
    sort: SORTS.includes(sort) ? sort : 'newest',
    filter: first('q'),
    unknown: [...params].filter(([name]) => !KNOWN.has(name)),
  };
}

function lookbackOf(given: string, start: string, end: string, fallback: string): string {
  if (given === CUSTOM || LOOKBACKS.some(([value]) => value === given)) return given;
  const window = Number(end) - Number(start);
  return start && end && window > 0 ? lookbackCovering(window) : fallback;
}

const micros = (text: string): string => (/^\d{1,19}$/.test(text) && Number(text) > 0 ? text : '');

function colonTag(text: string): Tag {
  const colon = text.indexOf(':');
  return colon < 0 ? { key: text, value: 'true' } : { key: text.slice(0, colon), value: text.slice(colon + 1) };
}

/** The window of a form, in µs: its own numbers, or the lookback counted back from now. */
export function windowOf(form: SearchForm, nowMillis: number): { start: string; end: string } {
  if (form.start && form.end) return { start: form.start, end: form.end };
  const span = lookbackMillis(form.lookback) ?? 36e5;
  const end = form.end || String(Math.round(nowMillis) * 1000);
  return { start: form.start || String(Number(end) - span * 1000), end };
}

function formParams(form: SearchForm): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string) => value !== '' && params.set(name, value);
  put('end', form.end);
  put('limit', String(form.limit));
  put('lookback', form.lookback);
  put('maxDuration', form.maxDuration);
  put('minDuration', form.minDuration);
  put('operation', form.operation);
  put('service', form.service);
  put('start', form.start);
  put('tags', tagsParam(form.tags) ?? '');
  return params;
}

export function searchUrl(place: SearchPlace): string {
  const params = formParams(place.form);
  if (place.sort !== 'newest') params.set('sort', place.sort);
  if (place.filter) params.set('q', place.filter);
  for (const [name, value] of place.unknown) params.append(name, value);
  return `/search?${params}`;
}

/** The request of the v1 API for this place, relative to the base path; null when nothing is asked. */
export function searchRequest(place: SearchPlace, nowMillis: number): string | null {
  if (place.traceIds.length > 0) {
    return `api/traces?${new URLSearchParams(place.traceIds.map((id) => ['traceID', id]))}`;
  }
  if (!place.asked) return null;
  const params = formParams({ ...place.form, ...windowOf(place.form, nowMillis) });
  if (place.form.service === ALL_SERVICES) params.delete('service');
  return `api/traces?${params}`;
}

/** What is wrong with a duration, or null. Same units as the query API. */
export function durationProblem(text: string): string | null {
  if (text === '' || /^\s*\d+(\.\d+)?\s*(us|µs|ms|s|m|h)\s*$/.test(text)) return null;
  return `“${text}” is not a duration. Expected a number and a unit, such as 1.2s, 100ms or 500us.`;
}
