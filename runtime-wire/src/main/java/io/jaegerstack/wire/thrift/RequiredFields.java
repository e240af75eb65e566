package io.jaegerstack.wire.thrift;

/// The fields that a struct must have, by jaeger.thrift: a sender that leaves one out is refused by
/// Jaeger's generated code, and so it is here. Ids up to 31.
///
/// @param struct its name in jaeger.thrift
/// @param mask a bit for each required id
record RequiredFields(String struct, int mask) {
  static RequiredFields of(String struct, int... ids) {
    int mask = 0;
    for (int id : ids) {
      mask |= 1 << id;
    }
    return new RequiredFields(struct, mask);
  }

  /// Refuses a struct that ended at byte `at` and had the fields in `seen`.
  void check(int seen, int at) {
    int missing = mask & ~seen;
    if (missing != 0) {
      throw ThriftReader.malformed(
          struct + " ends without its required field " + Integer.numberOfTrailingZeros(missing),
          at);
    }
  }
}
