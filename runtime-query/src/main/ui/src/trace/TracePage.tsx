import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { config } from '../app/config.ts';
import { readPref, writePref } from '../app/prefs.ts';
import { currentPlace, navigate, usePlace } from '../app/router.tsx';
import { useResource } from '../api/resource.ts';
import { cx } from '../kit/controls.tsx';
import { useMedia, useNarrow } from '../kit/hooks.ts';
import { Bones, EmptyState, ErrorState, PartialStrip } from '../kit/states.tsx';
import { count, nameText, visible } from '../kit/text.ts';
import { traceLookup } from '../links/lookups.ts';
import type { Lookup } from '../links/template.ts';
import { parseTraceState, traceUrl } from '../url/trace.ts';
import { ask } from '../worker/ask.ts';
import { DetailsPanel } from './details/DetailsPanel.tsx';
import { FindBar } from './FindBar.tsx';
import type { Columns } from './model/columns.ts';
import { summarySentences, traceFacts, type TraceFacts } from './model/summary.ts';
import { TraceHeader } from './TraceHeader.tsx';
import { Minimap } from './tree/Minimap.tsx';
import { SpanTree } from './tree/SpanTree.tsx';
import { useTraceShortcuts } from './useTraceShortcuts.ts';
import { TraceView } from './view/TraceView.ts';
import { useView, ViewContext } from './view/useView.ts';
import styles from './Trace.module.css';

/// `/trace/{id}`: the timeline of one trace.

export function TracePage({ id }: { id: string }) {
  const [resource, retry] = useResource(id, (signal) =>
    ask({
      op: 'trace', traceId: id, timeoutMillis: config().requestTimeoutMillis,
      url: new URL(`api/traces/${id}`, document.baseURI).href,
    }, signal),
  );
  useEffect(() => {
    document.title = `Trace ${id.slice(0, 7)} · jaegerstack`;
  }, [id]);
  if (resource.state === 'failed') return <Failed id={id} problem={resource.problem} retry={retry} />;
  if (resource.state !== 'done') return resource.state === 'loading' && resource.slow ? <Loading /> : null;
  const { columns, warnings } = resource.value;
  if (columns.count === 0) {
    return (
      <div className={styles.notice}>
        <h1 className="visually-hidden">Trace {id}</h1>
        <EmptyState title="This trace has no spans"><p>The query service knows the ID {id}, and sent no span for it.</p></EmptyState>
      </div>
    );
  }
  return <OpenTrace key={id} id={id} columns={columns} warnings={warnings} />;
}

function OpenTrace({ id, columns, warnings }: { id: string; columns: Columns; warnings: readonly string[] }) {
  const { search } = usePlace();
  const view = useMemo(() => new TraceView(columns), [columns]);
  const facts = useMemo(() => traceFacts(columns), [columns]);
  const named = useMemo(() => traceLookup(id, columns, facts), [id, columns, facts]);
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const pending = useRef(false);
  const written = useRef('');

  const find = useCallback((text: string, reveal = true) => {
    const question = ++asked.current;
    pending.current = text.trim() !== '';
    if (!pending.current) view.setMatches('', new Int32Array(0), false);
    else {
      void ask({ op: 'find', traceId: id, text }).then(({ matches }) => {
        if (question !== asked.current) return;
        pending.current = false;
        view.setMatches(text, matches, reveal);
      });
    }
  }, [id, view]);
  const clearFind = useCallback(() => find(''), [find]);
  useTraceShortcuts(view, field, clearFind);

  useEffect(() => {
    const state = parseTraceState(search);
    // Our own writing comes back here; the view may have moved on since.
    if (traceUrl(id, state) === written.current || traceUrl(id, view.state()) === traceUrl(id, state)) return;
    view.apply(state);
    if (state.find !== view.find) find(state.find, state.span === '');
  }, [id, view, search, find]);

  useEffect(() => {
    document.title = `${nameText(facts.rootService)}: ${nameText(facts.rootOperation)} · jaegerstack`;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      if (pending.current || currentPlace().path !== `/trace/${id}`) return;
      written.current = traceUrl(id, view.state());
      navigate(written.current, { replace: true, quiet: true });
    };
    const stop = view.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(write, 250);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id, view, facts]);

  return (
    <ViewContext value={view}>
      <div className={styles.page}>
        <TraceHeader id={id} facts={facts} named={named} />
        <Notices facts={facts} columns={columns} warnings={warnings} />
        <section className="visually-hidden" aria-label="Summary">
          <ul>{summarySentences(columns, facts).map((sentence) => <li key={sentence}>{visible(sentence)}</li>)}</ul>
        </section>
        <Minimap />
        <FindBar field={field} onFind={find} />
        <Body id={id} named={named} />
      </div>
    </ViewContext>
  );
}

function Body({ id, named }: { id: string; named: Lookup }) {
  const selected = useView((v) => v.selected >= 0);
  const wide = useMedia('(min-width: 1280px)');
  const narrow = useNarrow();
  const [preferred, setPreferred] = useState(() => readPref('panel') ?? 'right');
  const place = wide && preferred === 'right' ? 'right' : 'bottom';
  const move = () => {
    const next = place === 'right' ? 'bottom' : 'right';
    writePref('panel', next);
    setPreferred(next);
  };
  return (
    <div className={cx(styles.body, selected && !narrow && styles[place])}>
      <SpanTree />
      {selected && <DetailsPanel traceId={id} named={named} place={place} canMove={wide} onMove={move} />}
    </div>
  );
}

function Notices({ facts, columns, warnings }: { facts: TraceFacts; columns: Columns; warnings: readonly string[] }) {
  const notes = [
    facts.orphans > 0 && `${count(facts.orphans, 'span')} without parent here: spans are missing from this trace.`,
    facts.broken > 0 && `${count(facts.broken, 'circle')} of parents, cut at the earliest span.`,
    facts.badTimes > 0 && `${count(facts.badTimes, 'span')} with impossible times, drawn at the beginning.`,
    facts.duplicates > 0 && `${count(facts.duplicates, 'span')} with the ID of another span.`,
    columns.unreadable > 0 && `${count(columns.unreadable, 'entry', 'entries')} of the answer could not be read as a span.`,
    ...warnings.map((warning) => visible(warning)),
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return <PartialStrip><strong>Not complete.</strong>{notes.map((note) => <span key={note}>{note}</span>)}</PartialStrip>;
}

function Failed({ id, problem, retry }: { id: string; problem: Parameters<typeof ErrorState>[0]['problem']; retry: () => void }) {
  const missing = problem.kind === 'missing';
  return (
    <div className={styles.notice}>
      <h1 className="visually-hidden">Trace {id}</h1>
      <ErrorState problem={missing ? { ...problem, title: 'Trace not found', advice: '' } : problem} onRetry={retry}>
        {missing && (
          <p>
            Nothing is stored under {id}. It may be older than the storage keeps, not sampled, or still on its way:
            spans that were just sent can take some seconds. Check that the ID is whole (16 or 32 digits).
          </p>
        )}
      </ErrorState>
    </div>
  );
}

function Loading() {
  return (
    <div className={styles.notice} role="status" aria-label="Loading the trace">
      <Bones className={styles.boneTitle} />
      <Bones className={styles.boneMap} />
      {Array.from({ length: 14 }, (_, index) => <Bones key={index} className={styles.boneRow} />)}
    </div>
  );
}
