import { Component, type ReactNode } from 'react';
import { ErrorState } from '../kit/states.tsx';

/// A page that throws shows why, instead of a white window; the top bar stays.

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const problem = {
      kind: 'unreadable' as const,
      title: 'This page failed',
      advice: 'An error of the UI itself. The details help to mend it; other pages still work.',
      details: `${error.message}\n${error.stack ?? ''}`,
    };
    return <ErrorState problem={problem} onRetry={() => this.setState({ error: null })} />;
  }
}
