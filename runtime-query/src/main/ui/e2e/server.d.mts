export const CSP: string;
export const SERVICES: string[];
export const IDS: Record<'shop' | 'large' | 'hostile' | 'chain' | 'missing' | 'failing' | 'single', string>;
export interface FixtureServer {
  readonly url: string;
  readonly log: string[];
  close(): Promise<void>;
}
export function startFixtureServer(options: {
  dist: string; base?: string; config?: object; log?: string[];
}): Promise<FixtureServer>;
