import { Link } from '../../app/router.tsx';
import { nameText, visible } from '../../kit/text.ts';
import { traceUrl } from '../../url/trace.ts';
import type { Reference } from '../model/wire.ts';
import { useTraceView } from '../view/useView.ts';
import styles from './Details.module.css';

/// Other spans that this one names: a step inside this trace, a link to another one.

const NAMES: Readonly<Record<string, string>> = { CHILD_OF: 'child of', FOLLOWS_FROM: 'follows from' };

export function References({ references, traceId }: { references: readonly Reference[]; traceId: string }) {
  return (
    <ul className={styles.references}>
      {references.map((reference, index) => (
        <li key={index}>
          <span className={styles.note}>{NAMES[reference.refType] ?? nameText(reference.refType)}</span>
          <Target reference={reference} inside={reference.traceId === '' || reference.traceId === traceId} />
        </li>
      ))}
    </ul>
  );
}

function Target({ reference, inside }: { reference: Reference; inside: boolean }) {
  const view = useTraceView();
  if (!inside) {
    const known = /^[0-9a-f]{1,32}$/i.test(reference.traceId);
    const text = <>span <code>{visible(reference.spanId)}</code> of trace <code>{visible(reference.traceId).slice(0, 40)}</code></>;
    return known ? <Link to={traceUrl(reference.traceId.toLowerCase(), { span: reference.spanId })}>{text}</Link> : <span>{text}</span>;
  }
  const index = view.trace.spanIds.indexOf(reference.spanId);
  if (index < 0) return <span>span <code>{visible(reference.spanId)}</code>, which is not in this trace</span>;
  const { trace } = view;
  return (
    <button type="button" className={styles.inline} onClick={() => {
      view.show(index);
      view.select(index);
    }}>
      {nameText(trace.services[trace.service[index]!]!)}: {nameText(trace.operations[trace.operation[index]!]!)}
    </button>
  );
}
