import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Button, CopyButton, cx } from './controls.tsx';
import { Icon } from './icons.tsx';
import { visible } from './text.ts';
import styles from './kit.module.css';

/// What a page shows in place of content: why there is none, and what to do next.

export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.message} role="status">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function ErrorState({ problem, onRetry, children }: { problem: Problem; onRetry?: () => void; children?: ReactNode }) {
  return (
    <section className={cx(styles.message, styles.failed)} role="alert">
      <h2><Icon name="error" />{problem.title}</h2>
      {problem.advice && <p>{visible(problem.advice)}</p>}
      {children}
      <pre tabIndex={0} aria-label="Details of the error">{visible(problem.details)}</pre>
      <div className={styles.row}>
        {onRetry && <Button onClick={onRetry}><Icon name="retry" />Try again</Button>}
        <CopyButton label="Copy details" small={false} text={() => `${problem.title}\n${problem.details}`} />
      </div>
    </section>
  );
}

/** Amber: there is an answer, and something is missing from it. */
export function PartialStrip({ children }: { children: ReactNode }) {
  return <div className={styles.strip} role="status">{children}</div>;
}

export function Bones({ className }: { className?: string | undefined }) {
  return <div className={cx(styles.bone, className)} aria-hidden="true" />;
}
