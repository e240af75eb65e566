export const FLAGS: string[];
export function chromiumPath(): string | null;
export function requireChromium(): string;
