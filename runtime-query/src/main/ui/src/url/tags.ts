/// Tags as Jaeger writes them in links: a JSON object, or logfmt (key=value "quoted value").

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export function parseTags(text: string): Tag[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const tags = jsonTags(trimmed);
    if (tags) return tags;
  }
  return logfmtTags(trimmed);
}

/** Own keys only and in order, so that `__proto__` is a key like any other. */
function jsonTags(text: string): Tag[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    return Object.entries(parsed).map(([key, value]) => ({
      key,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
  } catch {
    return null;
  }
}

function logfmtTags(text: string): Tag[] {
  const tags: Tag[] = [];
  const pair = /([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"?|(\S*)))?/g;
  for (const match of text.matchAll(pair)) {
    const quoted = match[2]?.replace(/\\(["\\])/g, '$1');
    tags.push({ key: match[1]!, value: quoted ?? match[3] ?? 'true' });
  }
  return tags;
}

export function formatTag(tag: Tag): string {
  if (tag.value !== '' && !/[\s"=\\]/.test(tag.value)) return `${tag.key}=${tag.value}`;
  return `${tag.key}="${tag.value.replace(/(["\\])/g, '\\$1')}"`;
}

/** The `tags` parameter of the query API: one JSON object; of repeated keys the last one counts. */
export function tagsParam(tags: readonly Tag[]): string | null {
  if (tags.length === 0) return null;
  const last = new Map(tags.map((tag) => [tag.key, tag.value]));
  return `{${[...last].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}
