/// Personal preferences in localStorage. Storage may be absent, full or forbidden: then
/// preferences live as long as the page.

const PREFIX = 'jaegerstack.';
const memory = new Map<string, string>();

export function readPref(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function writePref(name: string, value: string | null): void {
  if (value === null) memory.delete(name);
  else memory.set(name, value);
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // The copy in memory is what remains.
  }
}
