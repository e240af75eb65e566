/// What is to be said about a span, one bit each: set while its trace becomes columns and a tree.

export const Flag = {
  error: 1,
  orphan: 2,
  brokenEdge: 4,
  badTime: 8,
  duplicate: 16,
  warning: 32,
  logs: 64,
  links: 128,
} as const;
