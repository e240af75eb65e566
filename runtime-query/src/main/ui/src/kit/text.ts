/// Text that came from outside. Nothing in it may act: it is only ever set as text, and characters that
/// would reorder or hide other characters are shown as escapes.

const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

export function visible(text: string): string {
  return text.replace(ACTING, (char) => (char === '\r' ? '\r' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`));
}

/** For names in one line: no line breaks, and a name for the empty one. */
export function nameText(text: string, whenEmpty = '(empty)'): string {
  return text === '' ? whenEmpty : visible(text).replace(/[\r\n\t]+/g, ' ').slice(0, 500);
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
