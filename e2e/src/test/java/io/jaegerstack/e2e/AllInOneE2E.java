package io.jaegerstack.e2e;

/// A stack of the fewest lines: agents on every node, one backend pod, spans in memory.
class AllInOneE2E extends StackContract {
  @Override
  String imageField() {
    return "allInOne";
  }

  @Override
  String scenario() {
    return "all-in-one";
  }
}
