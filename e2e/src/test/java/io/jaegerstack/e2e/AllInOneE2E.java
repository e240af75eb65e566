package io.jaegerstack.e2e;

/// A stack of the fewest lines: agents on every node, one backend pod, spans on a
/// volume of the cluster's default StorageClass.
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
