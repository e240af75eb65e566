import { Flag } from './flags.ts';
import type { WireSpan } from './wire.ts';

/// Parents, children and the walk order of a trace. Every loop is iterative: a chain of 50,000 spans
/// must not reach the end of the stack. Broken input gives more roots, never a failure.

export interface Tree {
  /** Index of the parent, -1 for a root. */
  readonly parent: Int32Array;
  /** Children of span i: child[childFrom[i] … childFrom[i + 1]), by start. Roots belong to i = count. */
  readonly childFrom: Int32Array;
  readonly child: Int32Array;
  /** Walk order: pre[p] is a span, position[span] = p; a subtree is pre[p … p + size). */
  readonly pre: Int32Array;
  readonly position: Int32Array;
  readonly depth: Int32Array;
  readonly size: Int32Array;
  /** Errors strictly below. */
  readonly errorsBelow: Uint32Array;
  /** Time in no child, µs. */
  readonly self: Float64Array;
  readonly maxDepth: number;
}

export function buildTree(
  spans: readonly WireSpan[],
  start: Float64Array,
  length: Float64Array,
  flags: Uint16Array,
): Tree {
  const parent = findParents(spans, flags);
  breakCycles(parent, start, flags);
  const { childFrom, child } = children(parent, start);
  const walk = walkOrder(parent, childFrom, child);
  return {
    parent, childFrom, child, ...walk,
    errorsBelow: errorsBelow(parent, walk.pre, flags),
    self: selfTimes(childFrom, child, start, length),
  };
}

/** The first CHILD_OF inside the trace, else the first FOLLOWS_FROM inside it. */
function findParents(spans: readonly WireSpan[], flags: Uint16Array): Int32Array {
  const byId = new Map<string, number>();
  spans.forEach((span, index) => {
    if (byId.has(span.spanId)) flags[index]! |= Flag.duplicate;
    else byId.set(span.spanId, index);
  });
  const parent = new Int32Array(spans.length).fill(-1);
  spans.forEach((span, index) => {
    let childOf = -1;
    let followsFrom = -1;
    let missing = false;
    for (const ref of span.references) {
      if (ref.traceId !== '' && ref.traceId !== span.traceId) {
        flags[index]! |= Flag.links;
        continue;
      }
      const target = byId.get(ref.spanId);
      if (target === undefined) missing ||= ref.spanId !== '' && !/^0+$/.test(ref.spanId);
      else if (ref.refType === 'FOLLOWS_FROM') followsFrom = followsFrom < 0 ? target : followsFrom;
      else childOf = childOf < 0 ? target : childOf;
    }
    parent[index] = childOf >= 0 ? childOf : followsFrom;
    if (parent[index]! < 0 && missing) flags[index]! |= Flag.orphan;
  });
  return parent;
}

/** Cuts every cycle above its earliest span, which becomes a root. */
function breakCycles(parent: Int32Array, start: Float64Array, flags: Uint16Array): void {
  const seen = new Int32Array(parent.length);
  for (let first = 0; first < parent.length; first++) {
    const mark = first + 1;
    let at = first;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = mark;
      at = parent[at]!;
    }
    if (at < 0 || seen[at] !== mark) continue;
    let earliest = at;
    for (let step = parent[at]!; step !== at; step = parent[step]!) {
      if (start[step]! < start[earliest]!) earliest = step;
    }
    parent[earliest] = -1;
    flags[earliest]! |= Flag.brokenEdge;
  }
}

function children(parent: Int32Array, start: Float64Array) {
  const count = parent.length;
  const childFrom = new Int32Array(count + 2);
  const owner = (index: number) => (parent[index]! < 0 ? count : parent[index]!);
  for (let i = 0; i < count; i++) childFrom[owner(i) + 1]!++;
  for (let i = 0; i <= count; i++) childFrom[i + 1]! += childFrom[i]!;
  // Filling in order of start leaves every list of siblings sorted.
  const byStart = Int32Array.from({ length: count }, (_, index) => index);
  byStart.sort((a, b) => start[a]! - start[b]! || a - b);
  const next = childFrom.slice(0, count + 1);
  const child = new Int32Array(count);
  for (const index of byStart) child[next[owner(index)]!++] = index;
  return { childFrom, child };
}

function walkOrder(parent: Int32Array, childFrom: Int32Array, child: Int32Array) {
  const count = parent.length;
  const pre = new Int32Array(count);
  const position = new Int32Array(count);
  const depth = new Int32Array(count);
  const size = new Int32Array(count).fill(1);
  const stack = new Int32Array(count);
  let top = 0;
  let maxDepth = 0;
  const pushChildren = (owner: number) => {
    for (let at = childFrom[owner + 1]! - 1; at >= childFrom[owner]!; at--) stack[top++] = child[at]!;
  };
  pushChildren(count);
  for (let at = 0; top > 0; at++) {
    const index = stack[--top]!;
    pre[at] = index;
    position[index] = at;
    const above = parent[index]!;
    depth[index] = above < 0 ? 0 : depth[above]! + 1;
    if (depth[index]! > maxDepth) maxDepth = depth[index]!;
    pushChildren(index);
  }
  for (let at = count - 1; at >= 0; at--) {
    const above = parent[pre[at]!]!;
    if (above >= 0) size[above]! += size[pre[at]!]!;
  }
  return { pre, position, depth, size, maxDepth };
}

function errorsBelow(parent: Int32Array, pre: Int32Array, flags: Uint16Array): Uint32Array {
  const below = new Uint32Array(parent.length);
  for (let at = pre.length - 1; at >= 0; at--) {
    const index = pre[at]!;
    const above = parent[index]!;
    if (above >= 0) below[above]! += below[index]! + (flags[index]! & Flag.error ? 1 : 0);
  }
  return below;
}

/** Length minus the union of the children's intervals, clipped to the span. */
function selfTimes(childFrom: Int32Array, child: Int32Array, start: Float64Array, length: Float64Array): Float64Array {
  const self = new Float64Array(length);
  for (let index = 0; index < length.length; index++) {
    const end = start[index]! + length[index]!;
    let covered = start[index]!;
    for (let at = childFrom[index]!; at < childFrom[index + 1]!; at++) {
      const from = Math.max(start[child[at]!]!, covered);
      const to = Math.min(start[child[at]!]! + length[child[at]!]!, end);
      if (to <= from) continue;
      self[index]! -= to - from;
      covered = to;
    }
  }
  return self;
}
