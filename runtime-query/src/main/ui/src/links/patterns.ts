import { safeLink } from '../app/safeLink.ts';
import { valueText, type Field } from '../trace/model/wire.ts';
import { fill, namesIn, parseTemplate, type Lookup, type Template } from './template.ts';

/// Jaeger's `linkPatterns`: links of the user's own from a trace, a span or a tag to somewhere else, above all
/// to the logs. `spans` is ours: a link of each span, whatever its tags.

export type LinkType = 'traces' | 'spans' | 'tags' | 'process' | 'logs';

export interface LinkPattern {
  readonly types: ReadonlySet<LinkType>;
  /** Null for any. */
  readonly keys: readonly string[] | null;
  readonly values: readonly string[] | null;
  readonly url: Template;
  readonly text: Template;
}

export interface Hyperlink {
  readonly url: string;
  readonly text: string;
}

const TYPES = new Map<string, LinkType>([
  ['traces', 'traces'], ['spans', 'spans'], ['tags', 'tags'], ['process', 'process'], ['logs', 'logs'],
  ['attributes', 'tags'], ['resource', 'process'], ['events', 'logs'],
]);
const WHERE_NOTHING_IS_SAID: readonly LinkType[] = ['traces', 'tags', 'process', 'logs'];

/** The patterns, and what of them is not used, as it is to be told. */
export function readLinkPatterns(list: readonly unknown[]): { patterns: LinkPattern[]; refused: string[] } {
  const refused: string[] = [];
  const patterns = list.flatMap((item, index): LinkPattern[] => {
    const entry = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};
    const name = `linkPatterns[${index}]`;
    const types = typesOf(entry['type']);
    const keys = textsOf(entry['key']);
    const values = textsOf(entry['value']);
    const missing = ['url', 'text'].find((field) => typeof entry[field] !== 'string' || entry[field] === '');
    const wrong = missing ?? (types === undefined ? 'type' : keys === undefined ? 'key' : values === undefined ? 'value' : null);
    if (wrong !== null || types === undefined || keys === undefined || values === undefined) {
      refused.push(`${name} (its ${wrong})`);
      return [];
    }
    const [url, text] = [parseTemplate(entry['url'] as string), parseTemplate(entry['text'] as string)];
    refused.push(...new Set([...url.unknown, ...text.unknown].map((format) => `${name}'s format ${format}`)));
    return [{ types: new Set(types), keys, values, url, text }];
  });
  return { patterns, refused };
}

/** Names that an ancestor of a span may have to answer. */
export function namesWanted(patterns: readonly LinkPattern[]): string[] {
  const names = patterns.filter((pattern) => pattern.types.size > 1 || !pattern.types.has('traces'))
    .flatMap((pattern) => [...namesIn(pattern.url), ...namesIn(pattern.text)]);
  return [...new Set(names)].filter((name) => !name.startsWith('trace.'));
}

/** Links of something; of a tag where `field` is one. Addresses that could run code are left out. */
export function linksOf(patterns: readonly LinkPattern[], type: LinkType, lookup: Lookup, field?: Field): Hyperlink[] {
  return patterns.flatMap((pattern): Hyperlink[] => {
    if (!pattern.types.has(type) || (field && !concerns(pattern, field))) return [];
    const url = safeLink(fill(pattern.url, lookup, encodeURIComponent) ?? '');
    const text = fill(pattern.text, lookup, (value) => value);
    return url && text ? [{ url, text }] : [];
  });
}

function concerns(pattern: LinkPattern, field: Field): boolean {
  return (pattern.keys?.includes(field.key) ?? true) && (pattern.values?.includes(valueText(field.value)) ?? true);
}

function typesOf(value: unknown): readonly LinkType[] | undefined {
  if (value === undefined || value === null) return WHERE_NOTHING_IS_SAID;
  const types = (Array.isArray(value) ? value : [value]).map((name) => TYPES.get(String(name)));
  return types.every((type) => type !== undefined) ? types : undefined;
}

/** Undefined for what is neither a text nor texts. */
function textsOf(value: unknown): readonly string[] | null | undefined {
  if (value === undefined || value === null) return null;
  const texts = Array.isArray(value) ? value : [value];
  return texts.every((text) => ['string', 'number', 'boolean'].includes(typeof text)) ? texts.map(String) : undefined;
}
