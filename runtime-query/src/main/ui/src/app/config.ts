import { readLinkPatterns, type LinkPattern } from '../links/patterns.ts';
import { safeLink } from './safeLink.ts';

/// What the query service wrote into index.html: the base path (in <base href>) and one JSON block.

export interface MenuItem {
  readonly label: string;
  readonly url: string;
}

export interface Config {
  readonly version: string;
  readonly defaultLookback: string;
  readonly maxLookbackMillis: number;
  readonly maxLimit: number;
  readonly adjustEndTime: string | null;
  readonly traceIdDisplayLength: number;
  readonly topTagPrefixes: readonly string[];
  readonly disableJsonView: boolean;
  readonly menu: readonly MenuItem[];
  readonly linkPatterns: readonly LinkPattern[];
  readonly requestTimeoutMillis: number;
  /** What is not used of the settings, shown in the help dialog. */
  readonly refused: readonly string[];
}

type Json = Record<string, unknown>;
const LOOKBACK_MILLIS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const FOUR_WEEKS = 4 * LOOKBACK_MILLIS['w']!;

export function lookbackMillis(lookback: string): number | null {
  const match = /^(\d+)([smhdw])$/.exec(lookback);
  return match ? Number(match[1]) * LOOKBACK_MILLIS[match[2]!]! : null;
}

export function parseConfig(text: string): Config {
  let block: Json = {};
  try {
    block = object(JSON.parse(text));
  } catch {
    // An unreadable block means defaults; the page must still open.
  }
  const ui = object(block['uiConfig']);
  const search = object(ui['search']);
  const links = readLinkPatterns(array(ui['linkPatterns']));
  const maxLookback = string(object(search['maxLookback'])['value']);
  return {
    version: string(block['version']) ?? '',
    defaultLookback: string(search['defaultLookback']) ?? string(object(search['defaultLookback'])['value']) ?? '1h',
    maxLookbackMillis: (maxLookback && lookbackMillis(maxLookback)) || FOUR_WEEKS,
    maxLimit: positive(search['maxLimit']) ?? 1500,
    adjustEndTime: string(search['adjustEndTime']),
    traceIdDisplayLength: positive(ui['traceIdDisplayLength']) ?? 7,
    topTagPrefixes: array(ui['topTagPrefixes']).filter((item) => typeof item === 'string'),
    disableJsonView: ui['disableJsonView'] === true,
    menu: menuItems(array(ui['menu'])),
    linkPatterns: links.patterns,
    requestTimeoutMillis: positive(block['requestTimeoutMillis']) ?? 30_000,
    refused: [...['scripts', 'tracking'].filter((name) => name in ui && ui[name] !== null).map((name) => `${name} (the page loads nothing from other hosts)`), ...links.refused],
  };
}

let current: Config | null = null;

export function config(): Config {
  current ??= parseConfig(document.getElementById('jaegerstack-config')?.textContent ?? '{}');
  return current;
}

function menuItems(items: readonly unknown[]): MenuItem[] {
  return items.flatMap((item): MenuItem[] => {
    const entry = object(item);
    const nested = menuItems(array(entry['items']));
    const label = string(entry['label']);
    const url = safeLink(string(entry['url']) ?? '');
    return label && url ? [{ label, url }, ...nested] : nested;
  });
}

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const array = (value: unknown): readonly any[] => (Array.isArray(value) ? value : []);
const string = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const positive = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
