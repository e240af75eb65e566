/** Only addresses that cannot run code: http(s), mailto, or relative to this origin. */
export function safeLink(url: string): string | null {
  const trimmed = url.trim();
  if (/^(https?:\/\/|mailto:)/i.test(trimmed)) return trimmed;
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || /^[\\/]{2}/.test(trimmed) || /[\u0000-\u001f]/.test(trimmed)) return null;
  return trimmed;
}
