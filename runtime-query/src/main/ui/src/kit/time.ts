/// Points in time. Input is µs since the epoch; output is in the viewer's zone.

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false,
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** What a Date can hold; anything else has no point in time. */
export function isDate(micros: number): boolean {
  return Number.isFinite(micros) && micros > 0 && micros / 1000 <= 8.64e15;
}

export const clockTime = (micros: number): string => (isDate(micros) ? clock.format(micros / 1000) : 'unknown time');
export const dayOf = (micros: number): string => (isDate(micros) ? day.format(micros / 1000) : '');
export const dayAndTime = (micros: number): string => (isDate(micros) ? `${dayOf(micros)}, ${clockTime(micros)}` : 'unknown time');

export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "4 s ago": the largest whole unit. */
export function ago(micros: number, nowMillis: number): string {
  if (!isDate(micros)) return '';
  const seconds = Math.round(nowMillis / 1000 - micros / 1e6);
  if (seconds < 0) return 'in the future';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86_400)} d ago`;
}

/** Value of a datetime-local input, in the viewer's zone, and back. */
export function toLocalInput(micros: number): string {
  if (!isDate(micros)) return '';
  const date = new Date(micros / 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function fromLocalInput(text: string): number | null {
  const millis = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isFinite(millis) ? millis * 1000 : null;
}
