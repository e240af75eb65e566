import { readPref, writePref } from './prefs.ts';

/// The keyboard map: one list that binds keys and that the help dialog prints. Single letters can be
/// switched off (WCAG 2.1.4); a combination with Ctrl always works.

export interface Shortcut {
  /** As `event.key`, with `Ctrl+` or `Shift+` in front. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: string;
  /** Absent where a control itself handles the key, and the help only names it. */
  readonly run?: () => void;
}

const active = new Set<readonly Shortcut[]>();

export const singleKeysOn = (): boolean => readPref('single-keys') !== 'off';
export const setSingleKeys = (on: boolean): void => writePref('single-keys', on ? null : 'off');

export function bindShortcuts(shortcuts: readonly Shortcut[]): () => void {
  active.add(shortcuts);
  return () => active.delete(shortcuts);
}

export function boundShortcuts(): Shortcut[] {
  return [...active].flat();
}

export function startShortcuts(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const name = keyName(event);
    const plain = !name.startsWith('Ctrl+');
    if (plain && typing(event.target) && event.key !== 'Escape') return;
    if (plain && event.key.length === 1 && !singleKeysOn()) return;
    const shortcut = boundShortcuts().find((candidate) => candidate.run && candidate.keys.includes(name));
    if (!shortcut?.run) return;
    event.preventDefault();
    shortcut.run();
  });
}

/** Letters tell Shift by their case; other signs (`?`, `+`) already contain it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  if (event.altKey) return '';
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key.toLowerCase()}`;
  return event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
}

/** Fields that take text, and widgets that use arrows and letters themselves. */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
