package io.jaegerstack.wire.proto;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// One request in OTLP protobuf, in OTLP JSON, and as Jaeger's own translator made it api_v2. Where
/// the samples are from: `testdata/README.md`.
record OtlpSample(byte[] protobuf, byte[] json, byte[] jaeger) {

  static List<OtlpSample> all() {
    var samples = new ArrayList<OtlpSample>();
    try (var raw = OtlpSample.class.getResourceAsStream("/testdata/otlp-translation.bin.gz");
        var in = new DataInputStream(new GZIPInputStream(Objects.requireNonNull(raw)))) {
      for (int i = 0; i < 96; i++) {
        samples.add(new OtlpSample(frame(in), frame(in), frame(in)));
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
