import { Icon } from '../kit/icons.tsx';
import { visible } from '../kit/text.ts';
import type { Hyperlink } from './patterns.ts';
import styles from './Links.module.css';

/// Ways out of the page that the user has configured: each in a tab of its own, which learns nothing of this one.

export function Links({ links }: { links: readonly Hyperlink[] }) {
  return links.map(({ url, text }, index) => (
    <a key={index} className={styles.link} href={url} target="_blank" rel="noopener noreferrer">
      {visible(text).slice(0, 200)}<Icon name="out" />
    </a>
  ));
}
