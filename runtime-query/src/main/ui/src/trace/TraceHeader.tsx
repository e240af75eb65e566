import { useState } from 'react';
import { config } from '../app/config.ts';
import { href, lastPlace, Link } from '../app/router.tsx';
import { Button, CopyButton, ServiceGlyph } from '../kit/controls.tsx';
import { duration, exactMicros } from '../kit/duration.ts';
import { Icon } from '../kit/icons.tsx';
import { count, nameText } from '../kit/text.ts';
import { dayAndTime, zoneName } from '../kit/time.ts';
import { Links } from '../links/Links.tsx';
import { linksOf } from '../links/patterns.ts';
import type { Lookup } from '../links/template.ts';
import { errorCauses } from './model/errors.ts';
import type { TraceFacts } from './model/summary.ts';
import { useTraceView } from './view/useView.ts';
import styles from './Trace.module.css';

/// Which trace this is, how long it took, and the way to its errors.

export function TraceHeader({ id, facts, named }: { id: string; facts: TraceFacts; named: Lookup }) {
  const view = useTraceView();
  const { trace } = view;
  const links = linksOf(config().linkPatterns, 'traces', named);
  const look = facts.rootIndex < 0 ? undefined : view.looks[trace.service[facts.rootIndex]!];
  return (
    <div className={styles.header}>
      <div className={styles.title}>
        <Link to={lastPlace('/search')} className={styles.back}><Icon name="left" />Search</Link>
        <ServiceGlyph look={look} />
        <h1 title={`${nameText(facts.rootService)}: ${nameText(facts.rootOperation)}`}>
          <span className={styles.service}>{nameText(facts.rootService, '(no service)')}</span> {nameText(facts.rootOperation, '(no operation)')}
        </h1>
        <span className={styles.id}><code title={id}>{id.slice(0, config().traceIdDisplayLength)}</code><CopyButton label="Copy trace ID" text={() => id} /></span>
        <span className={styles.spring} />
        <CopyButton small={false} icon="link" label="Copy link to this view" text={() => location.href} />
        {!config().disableJsonView && (
          <a className={styles.json} href={href(`/api/traces/${id}`)} target="_blank" rel="noopener noreferrer">JSON</a>
        )}
      </div>
      <ul className={styles.facts} aria-label="About this trace">
        <li title={`${dayAndTime(trace.startMicros)} ${zoneName()}`}>{dayAndTime(trace.startMicros)}</li>
        <li title={exactMicros(trace.duration)}><strong>{duration(trace.duration)}</strong></li>
        <li>{count(trace.count, 'span')}</li>
        <li>{count(trace.services.length, 'service')}</li>
        <li>depth {(trace.maxDepth + 1).toLocaleString('en')}</li>
        {facts.errors > 0 ? <li><Errors errors={facts.errors} /></li> : <li className={styles.fine}>no errors</li>}
        {links.length > 0 && <li><Links links={links} /></li>}
      </ul>
    </div>
  );
}

const MOST_CAUSES = 12;

/** Root causes first: an error without an error below it, the earliest end on top. */
function Errors({ errors }: { errors: number }) {
  const view = useTraceView();
  const [open, setOpen] = useState(false);
  const causes = open ? errorCauses(view.trace) : [];
  const go = (index: number) => {
    setOpen(false);
    view.show(index);
    view.select(index);
  };
  return (
    <span className={styles.errors} onKeyDown={(event) => {
      if (event.key !== 'Escape' || !open) return;
      event.stopPropagation();
      event.preventDefault();
      setOpen(false);
    }} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <Button small aria-expanded={open} onClick={() => setOpen(!open)} className={styles.errorButton}>
        <Icon name="error" />{count(errors, 'error')}<Icon name="down" />
      </Button>
      {open && (
        <div className={styles.causes}>
          <p>Where errors began. <kbd>e</kbd> and <kbd>E</kbd> step through all of them.</p>
          <ul>
            {causes.slice(0, MOST_CAUSES).map((cause) => (
              <li key={cause.spans[0]}>
                <button type="button" onClick={() => go(cause.spans[0]!)}>
                  <strong>{nameText(cause.service)}</strong> {nameText(cause.operation)}
                  {cause.spans.length > 1 && <span> ×{cause.spans.length}</span>}
                </button>
              </li>
            ))}
          </ul>
          {causes.length > MOST_CAUSES && <p>and {causes.length - MOST_CAUSES} more places</p>}
        </div>
      )}
    </span>
  );
}
