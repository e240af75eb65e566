/// Service → colour slot, the same for every viewer: the slot is a hash of the name,
/// clashes move on in name order, and every further dozen gets a pattern.

export const SLOTS = 12;
export type Pattern = 'solid' | 'diagonal' | 'dots';
const PATTERNS: readonly Pattern[] = ['solid', 'diagonal', 'dots'];

export interface ServiceLook {
  readonly slot: number;
  readonly pattern: Pattern;
  readonly glyph: string;
}

export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash ^= byte;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

export function serviceLooks(services: Iterable<string>): Map<string, ServiceLook> {
  const names = [...new Set(services)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const glyphs = new Set<string>();
  const looks = new Map<string, ServiceLook>();
  let taken = new Uint8Array(SLOTS);
  names.forEach((name, index) => {
    if (index > 0 && index % SLOTS === 0) taken = new Uint8Array(SLOTS);
    let slot = fnv1a(name) % SLOTS;
    while (taken[slot]) slot = (slot + 1) % SLOTS;
    taken[slot] = 1;
    const pattern = PATTERNS[Math.floor(index / SLOTS) % PATTERNS.length]!;
    looks.set(name, { slot, pattern, glyph: glyphOf(name, glyphs) });
  });
  return looks;
}

/** Two letters: initials of the first two words, else the first two letters, else the next free pair. */
function glyphOf(name: string, used: Set<string>): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const letters = [...words.join('')];
  const first = letters[0] ?? '?';
  const candidates = [
    words.length > 1 ? first + [...words[1]!][0] : first + (letters[1] ?? ''),
    ...letters.slice(1).map((letter) => first + letter),
    ...Array.from({ length: 10 }, (_, digit) => first + digit),
  ].map((pair) => pair.toUpperCase());
  const glyph = candidates.find((pair) => !used.has(pair)) ?? candidates[0]!;
  used.add(glyph);
  return glyph;
}
