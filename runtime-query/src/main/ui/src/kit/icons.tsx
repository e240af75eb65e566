import type { ReactNode } from 'react';

/// Our icons: 16 px grid, 1.5 px stroke, never without text or an aria-label beside them.

const PATHS: Readonly<Record<string, ReactNode>> = {
  search: <path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5l3 3" />,
  sun: <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.500v1.500M1 8h1.500M13.500 8H15M3 3l1.100 1.100M11.900 11.900 13 13M13 3l-1.100 1.100M4.100 11.900 3 13" />,
  moon: <path d="M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7Z" />,
  system: <path d="M2 3h12v8H2zM6 14h4M8 11v3" />,
  help: <path d="M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M6 6.300C6 5 7 4.500 8 4.500s2 .600 2 1.700c0 1.500-2 1.500-2 3M8 11.200v.300" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  copy: <path d="M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3" />,
  check: <path d="m3 8.500 3.500 3.500L13 4.500" />,
  down: <path d="m4 6 4 4 4-4" />,
  right: <path d="m6 4 4 4-4 4" />,
  left: <path d="m10 4-4 4 4 4" />,
  up: <path d="m4 10 4-4 4 4" />,
  error: <path d="M8 1.500 15 14H1ZM8 6v4M8 11.800v.300" />,
  link: <path d="M6.500 9.500l3-3M7 4.500 8.500 3a3.200 3.200 0 0 1 4.500 4.500L11.500 9M9 11.500 7.500 13A3.200 3.200 0 0 1 3 8.500L4.500 7" />,
  out: <path d="M6 3H3v10h10v-3M9 2.500h4.500V7M13.500 2.500 8 8" />,
  download: <path d="M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11" />,
  retry: <path d="M13.500 8A5.500 5.500 0 1 1 11.700 4M13.500 1.500v3.500H10" />,
  menu: <path d="M2.500 4h11M2.500 8h11M2.500 12h11" />,
  clock: <path d="M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M8 4.500V8l2.500 1.500" />,
  log: <path d="M3 3h10M3 6.500h10M3 10h7M3 13.500h4" />,
  panelRight: <path d="M2 3h12v10H2zM10 3v10" />,
  panelBottom: <path d="M2 3h12v10H2zM2 9h12" />,
  fit: <path d="M2 6V2.500h3.500M14 6V2.500h-3.500M2 10v3.500h3.500M14 10v3.500h-3.500" />,
  filter: <path d="M2 3h12L9.500 8.500V13l-3-1.500v-3Z" />,
};

export function Icon({ name }: { name: keyof typeof PATHS & string }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}

/** Four bars of equal length, the second shifted: nothing was lost, only time moved. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">
      <path d="M1 1.5h11V4H1zM4 5h11v2.5H4zM1 8.500h11V11H1zM1 12h11v2.500H1z" />
    </svg>
  );
}
