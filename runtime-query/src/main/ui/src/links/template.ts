import { valueText } from '../trace/model/wire.ts';

/// `#{name | format argument}` in the texts and addresses of Jaeger's `linkPatterns`.

type Format = (value: unknown) => unknown;
type Part = string | { readonly name: string; readonly formats: readonly Format[] };

export interface Template {
  readonly parts: readonly Part[];
  /** Formats that there are not; they change nothing, as in Jaeger. */
  readonly unknown: readonly string[];
}

/** What a name stands for; undefined where nothing is known of it. */
export type Lookup = (name: string) => unknown;

const FORMATS = new Map<string, (value: unknown, args: readonly string[]) => unknown>([
  ['add', (value, [offset]) => {
    const sum = Number(value) + Number.parseInt(offset ?? '', 10);
    return typeof value === 'number' && Number.isFinite(sum) ? sum : value;
  }],
  ['epoch_micros_to_date_iso', (value) => {
    const time = new Date(typeof value === 'number' ? value / 1000 : Number.NaN);
    return Number.isNaN(time.getTime()) ? value : time.toISOString();
  }],
  ['pad_start', (value, [length, fill]) => (typeof value === 'string' ? value.padStart(paddedLength(length), fill ?? ' ') : value)],
]);

const MOST_PADDED = 1000;
const paddedLength = (text: string | undefined) => Math.min(Number.parseInt(text ?? '', 10) || 0, MOST_PADDED);

export function parseTemplate(text: string): Template {
  const parts: Part[] = [];
  const unknown: string[] = [];
  let end = 0;
  for (const match of text.matchAll(/#\{([^{}]*)\}/g)) {
    parts.push(text.slice(end, match.index), parameter(match[1]!, unknown));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return { parts: parts.filter((part) => part !== ''), unknown };
}

function parameter(text: string, unknown: string[]): Part {
  const [name = '', ...steps] = text.split('|').map((step) => step.trim());
  const formats = steps.flatMap((step): Format[] => {
    const [called = '', ...args] = step.split(/ +/);
    const format = FORMATS.get(called);
    if (!format) unknown.push(called);
    return format ? [(value) => format(value, args)] : [];
  });
  return { name, formats };
}

export function namesIn(template: Template): string[] {
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
}

/** Null where something that it names is not known. */
export function fill(template: Template, lookup: Lookup, encode: (text: string) => string): string | null {
  let text = '';
  for (const part of template.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = lookup(part.name);
    if (value === undefined || value === null) return null;
    text += encode(valueText(part.formats.reduce<unknown>((so, format) => format(so), value)));
  }
  return text;
}
