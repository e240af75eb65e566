import { useSyncExternalStore } from 'react';
import { readPref, writePref } from '../app/prefs.ts';

/// Light, dark or as the system says. `data-theme` on <html> always holds the resolved one.

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const listeners = new Set<() => void>();
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

export function themeChoice(): ThemeChoice {
  const stored = readPref('theme');
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function theme(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return systemDark().matches ? 'dark' : 'light';
}

export function chooseTheme(choice: ThemeChoice): void {
  writePref('theme', choice === 'system' ? null : choice);
  apply();
}

export function startTheme(): void {
  systemDark().addEventListener('change', apply);
  apply();
}

export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useThemeChoice = () => useSyncExternalStore(onThemeChange, themeChoice);
export const useTheme = () => useSyncExternalStore(onThemeChange, theme);

function apply(): void {
  document.documentElement.dataset.theme = theme();
  palette = null;
  for (const listener of listeners) listener();
}

/** The colours a canvas needs, read from the tokens once per theme. */
export interface Palette {
  readonly services: readonly string[];
  readonly token: (name: string) => string;
}

let palette: Palette | null = null;

export function canvasPalette(): Palette {
  if (palette) return palette;
  const style = getComputedStyle(document.documentElement);
  const cache = new Map<string, string>();
  const token = (name: string) => {
    let value = cache.get(name);
    if (value === undefined) cache.set(name, (value = style.getPropertyValue(`--${name}`).trim()));
    return value;
  };
  palette = { token, services: Array.from({ length: 12 }, (_, slot) => token(`svc-${slot}`)) };
  return palette;
}
