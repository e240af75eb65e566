import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../kit/controls.tsx';
import { Icon, Mark } from '../kit/icons.tsx';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '../theme/theme.ts';
import { config } from './config.ts';
import { GoTo } from './GoTo.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { Link, usePlace } from './router.tsx';
import { bindShortcuts } from './shortcuts.ts';
import styles from './Shell.module.css';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_ICON = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function Shell({ children }: { children: ReactNode }) {
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { path } = usePlace();
  useEffect(
    () => bindShortcuts([{ keys: ['?'], label: 'This help', group: 'Everywhere', run: () => setHelp(true) }]),
    [],
  );
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" onClick={(event) => {
        event.preventDefault();
        main.current?.focus();
      }}>Skip to content</a>
      <header className={styles.bar}>
        <Link to="/search" className={styles.brand} aria-label="jaegerstack, search page">
          <Mark />
          <span className={styles.word}>jaegerstack</span>
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          <Link to="/search" className={styles.navHome} aria-current={path === '/search' ? 'page' : undefined}>Search</Link>
          {config().menu.map((item) => (
            <a key={item.label + item.url} href={item.url} target="_blank" rel="noopener noreferrer">{item.label}</a>
          ))}
        </nav>
        <GoTo />
        <ThemeButton />
        <Button look="quiet" square onClick={() => setHelp(true)} aria-label="Keyboard and about" title="Keyboard and about ( ? )">
          <Icon name="help" />
        </Button>
      </header>
      <main id="main" ref={main} className={styles.main} tabIndex={-1}>{children}</main>
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

function ThemeButton() {
  const choice = useThemeChoice();
  const label = `Theme: ${choice}. Switch to ${NEXT[choice]}`;
  return (
    <Button look="quiet" square onClick={() => chooseTheme(NEXT[choice])} aria-label={label} title={label}>
      <Icon name={THEME_ICON[choice]} />
    </Button>
  );
}
