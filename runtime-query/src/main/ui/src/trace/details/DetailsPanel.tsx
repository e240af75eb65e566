import { useEffect, useRef, useState } from 'react';
import { config } from '../../app/config.ts';
import { href } from '../../app/router.tsx';
import { useResource } from '../../api/resource.ts';
import { Button, CopyButton, cx, ServiceGlyph } from '../../kit/controls.tsx';
import { duration, exactMicros } from '../../kit/duration.ts';
import { useNarrow } from '../../kit/hooks.ts';
import { Icon } from '../../kit/icons.tsx';
import { Bones, ErrorState } from '../../kit/states.tsx';
import { nameText, visible } from '../../kit/text.ts';
import { clockTime } from '../../kit/time.ts';
import { traceUrl } from '../../url/trace.ts';
import { spanLookup } from '../../links/lookups.ts';
import { Links } from '../../links/Links.tsx';
import { linksOf, namesWanted, type LinkType } from '../../links/patterns.ts';
import type { Lookup } from '../../links/template.ts';
import { ask } from '../../worker/ask.ts';
import type { Field, WireSpan } from '../model/wire.ts';
import { useTraceView, useView } from '../view/useView.ts';
import { FieldTable } from './FieldTable.tsx';
import { Logs } from './Logs.tsx';
import { References } from './References.tsx';
import styles from './Details.module.css';

/// Everything about the selected span, beside the tree and never inside it, so that rows stay in place.

export interface DetailsPanelProps {
  readonly traceId: string;
  /** What links may name of the trace. */
  readonly named: Lookup;
  readonly place: 'right' | 'bottom';
  readonly canMove: boolean;
  readonly onMove: () => void;
}

export function DetailsPanel({ traceId, named, place, canMove, onMove }: DetailsPanelProps) {
  const view = useTraceView();
  const index = useView((v) => v.selected);
  const [resource, retry] = useResource(`${traceId}/${index}`, (signal) => ask({ op: 'span', traceId, index, inherit: namesWanted(config().linkPatterns) }, signal));
  const narrow = useNarrow();
  const [tall, setTall] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [index]);
  const { trace } = view;
  const service = nameText(trace.services[trace.service[index]!]!);
  const operation = nameText(trace.operations[trace.operation[index]!]!);
  return (
    <section className={cx(styles.panel, styles[place], tall && styles.tall)} aria-label={`Details of ${service}, ${operation}`}>
      <div className={styles.head}>
        <div className={styles.title}>
          <ServiceGlyph look={view.looks[trace.service[index]!]} />
          <h2 title={`${service}: ${operation}`}><span>{service}</span> {operation}</h2>
        </div>
        {narrow && (
          <Button look="quiet" square aria-label={tall ? 'Make the panel smaller' : 'Make the panel larger'} onClick={() => setTall(!tall)}>
            <Icon name={tall ? 'down' : 'up'} />
          </Button>
        )}
        {canMove && (
          <Button look="quiet" square onClick={onMove} aria-label={place === 'right' ? 'Move the panel below' : 'Move the panel to the right'}
            title={place === 'right' ? 'Move below' : 'Move to the right'}>
            <Icon name={place === 'right' ? 'panelBottom' : 'panelRight'} />
          </Button>
        )}
        <Button look="quiet" square aria-label="Close details" title="Close ( Esc )" onClick={() => view.select(-1)}><Icon name="close" /></Button>
      </div>
      <div ref={body} className={styles.body} tabIndex={0} role="region" aria-label="Span details">
        <Facts index={index} traceId={traceId} />
        {resource.state === 'loading' && resource.slow && <Bones className={styles.bone} />}
        {resource.state === 'failed' && <ErrorState problem={resource.problem} onRetry={retry} />}
        {resource.state === 'done' && <Sections key={index} span={resource.value.span} inherited={resource.value.inherited} named={named} />}
      </div>
    </section>
  );
}

function Facts({ index, traceId }: { index: number; traceId: string }) {
  const view = useTraceView();
  const { trace } = view;
  const id = trace.spanIds[index]!;
  const [length, self] = [trace.length[index]!, trace.self[index]!];
  const share = length > 0 ? ` · ${((100 * self) / length).toFixed(self === length ? 0 : 1)} %` : '';
  const link = () => new URL(href(traceUrl(traceId, { span: id })), location.href).href;
  return (
    <dl className={styles.facts}>
      <div title={exactMicros(length)}><dt>Duration</dt><dd>{duration(length)}</dd></div>
      <div title={exactMicros(self)}><dt>Self time</dt><dd>{duration(self)}<small>{share}</small></dd></div>
      <div title={exactMicros(trace.start[index]!)}><dt>Starts at</dt><dd>{duration(trace.start[index]!)}</dd></div>
      <div><dt>Clock</dt><dd>{clockTime(trace.startMicros + trace.start[index]!)}</dd></div>
      <div>
        <dt>Span ID</dt>
        <dd>
          <code>{visible(id).slice(0, 40)}</code>
          <CopyButton label="Copy span ID" text={() => id} />
          <CopyButton icon="link" label="Copy link to this span" text={link} />
        </dd>
      </div>
    </dl>
  );
}

function Sections({ span, inherited, named }: { span: WireSpan; inherited: readonly Field[]; named: Lookup }) {
  const { linkPatterns, topTagPrefixes: first } = config();
  const lookup = (nearest: readonly Field[]) => spanLookup(named, span, inherited, nearest);
  const linksIn = (type: LinkType, nearest: readonly Field[]) => (field: Field) => linksOf(linkPatterns, type, lookup(nearest), field);
  const links = linksOf(linkPatterns, 'spans', lookup([]));
  const top = (key: string) => first.some((prefix) => key.startsWith(prefix));
  const tags = first.length === 0 ? span.tags : [...span.tags.filter((tag) => top(tag.key)), ...span.tags.filter((tag) => !top(tag.key))];
  return (
    <>
      {links.length > 0 && <p className={styles.links}><Links links={links} /></p>}
      {span.warnings.length > 0 && (
        <Section title="Warnings" count={span.warnings.length}>
          <ul className={styles.warnings}>{span.warnings.map((warning) => <li key={warning}>{visible(warning)}</li>)}</ul>
        </Section>
      )}
      <Section title="Tags" count={span.tags.length}><FieldTable fields={tags} label="Tags" linksOf={linksIn('tags', span.tags)} /></Section>
      <Section title="Process" count={span.process.tags.length} note={nameText(span.process.service)}>
        <FieldTable fields={span.process.tags} label="Process tags" linksOf={linksIn('process', span.process.tags)} />
      </Section>
      <Section title="Logs" count={span.logs.length}><Logs logs={span.logs} linksOf={(field, log) => linksIn('logs', log.fields)(field)} /></Section>
      {span.references.length > 0 && (
        <Section title="References" count={span.references.length}><References references={span.references} traceId={span.traceId} /></Section>
      )}
    </>
  );
}

function Section(props: { title: string; count: number; note?: string; children: React.ReactNode }) {
  return (
    <details className={styles.section} open={props.count > 0}>
      <summary>
        <Icon name="right" />
        <h3>{props.title}</h3>
        <span className={styles.count}>{props.count === 0 ? 'none' : props.count.toLocaleString('en')}</span>
        {props.note && <span className={styles.note}>{props.note}</span>}
      </summary>
      {props.count > 0 && props.children}
    </details>
  );
}
