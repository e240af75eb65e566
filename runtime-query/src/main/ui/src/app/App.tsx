import { useEffect } from 'react';
import { SearchPage } from '../search/SearchPage.tsx';
import { TracePage } from '../trace/TracePage.tsx';
import { visible } from '../kit/text.ts';
import { parseTracePath } from '../url/trace.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Link, navigate, usePlace } from './router.tsx';
import { Shell } from './Shell.tsx';
import styles from './Shell.module.css';

export function App() {
  const { path } = usePlace();
  return (
    <Shell>
      <ErrorBoundary key={path}>
        <Page path={path} />
      </ErrorBoundary>
    </Shell>
  );
}

function Page({ path }: { path: string }) {
  const { search } = usePlace();
  const home = path === '/' || path === '/index.html';
  useEffect(() => {
    if (home) navigate(`/search${search}`, { replace: true });
  }, [home, search]);
  if (home) return null;
  if (path === '/search' || path === '/search/') return <SearchPage />;
  const trace = parseTracePath(path);
  if (trace?.kind === 'trace') return <TracePage id={trace.id} />;
  if (trace?.kind === 'compare') return <NoCompare a={trace.a} b={trace.b} />;
  if (trace) {
    return (
      <Notice title="That is not a trace ID">
        “{visible(trace.text).slice(0, 100)}” has other characters than hex digits, or more than 32 of them.
      </Notice>
    );
  }
  return <Notice title="No such page">There is nothing at {visible(path).slice(0, 200)}. This version has the pages Search and Trace.</Notice>;
}

function NoCompare({ a, b }: { a: string; b: string }) {
  return (
    <Notice title="Comparing traces is not in this version">
      The link names two traces. Each of them can be opened:
      <span className={styles.links}>
        {[a, b].filter(Boolean).map((id) => <Link key={id} to={`/trace/${id}`}>{id}</Link>)}
      </span>
    </Notice>
  );
}

function Notice({ title, children }: { title: string; children: React.ReactNode }) {
  useEffect(() => {
    document.title = `${title} · jaegerstack`;
  }, [title]);
  return (
    <div className={styles.page}>
      <h1>{title}</h1>
      <p>{children}</p>
      <p className={styles.links}><Link to="/search">Search for traces</Link></p>
    </div>
  );
}
