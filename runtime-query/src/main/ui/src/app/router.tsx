import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';

/// Paths below the base path, and nothing else: the address bar is the state.

export interface Place {
  /** Begins with a slash and is relative to the base path. */
  readonly path: string;
  /** With the leading question mark, or empty. */
  readonly search: string;
}

const listeners = new Set<() => void>();
const visited = new Map<string, string>();

export function basePath(): string {
  return new URL(document.baseURI).pathname.replace(/[^/]*$/, '');
}

export function href(to: string): string {
  return basePath() + to.replace(/^\//, '');
}

export function placeOf(pathname: string, search: string, base: string): Place {
  const inside = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1);
  return { path: `/${inside}`, search };
}

let place: Place | null = null;

export function currentPlace(): Place {
  if (!place) {
    place = placeOf(location.pathname, location.search, basePath());
    visited.set(place.path, place.path + place.search);
  }
  return place;
}

export function navigate(to: string, options: { replace?: boolean; quiet?: boolean } = {}): void {
  const target = href(to);
  if (options.replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  place = null;
  if (!options.quiet) announce();
}

export function startRouter(): void {
  addEventListener('popstate', () => {
    place = null;
    announce();
  });
}

/** The way back: the last address of a page in this window, with its question. */
export function lastPlace(path: string): string {
  return visited.get(path) ?? path;
}

function announce(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePlace = (): Place => useSyncExternalStore(subscribe, currentPlace);

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly to: string;
}

export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!plain || event.defaultPrevented) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={href(to)} onClick={follow} />;
}
