package io.jaegerstack.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.jaegerstack.fuzzing.Check;
import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.proto.ApiV2Reader;
import io.jaegerstack.wire.proto.ApiV2Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Checks of what was read: looked at in full, sent on, and against another reader.
final class Reread {
  /// Refuses objects with a member twice, of which readers differ.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Characters of a difference that are told, and how many of these come before it.
  private static final int SHOWN = 300;

  private static final int BEFORE = 120;

  /// What a batch says.
  record Content(List<Span> spans, int leftOut) {
    static Content of(SpanBatch batch) {
      return new Content(batch.toSpans(), batch.leftOut());
    }
  }

  /// All of a batch can be looked at, and the next hop finds in api_v2 what is in it.
  static Check<SpanBatch> sentOn() {
    var keys = new InternTable();
    return (input, batch) -> {
      List<Span> spans = batch.toSpans();
      byte[] request = new ApiV2Writer().write(batch);
      same(new ApiV2Reader(keys).read(request).toSpans(), spans);
    };
  }

  /// The same content is found in what another reader made of the input, where that reads it.
  ///
  /// @param content what is to be equal, `null` for nothing
  static <T> Check<T> alike(
      Function<byte[], Optional<byte[]>> rewritten, Decoder<T> decoder, Function<T, ?> content) {
    return (input, decoded) -> {
      Optional<byte[]> other = rewritten.apply(input);
      if (other.isPresent()) {
        same(content.apply(decoder.decode(other.get())), content.apply(decoded));
      }
    };
  }

  private static void same(Object other, Object ours) {
    if (other.equals(ours)) {
      return;
    }
    String first = ours.toString();
    String second = other.toString();
    int at = Math.max(0, Arrays.mismatch(first.toCharArray(), second.toCharArray()) - BEFORE);
    throw new AssertionError("…%s, but …%s".formatted(shown(first, at), shown(second, at)));
  }

  private static String shown(String text, int at) {
    return text.substring(Math.min(at, text.length()), Math.min(at + SHOWN, text.length()));
  }

  /// What Jackson reads, written by it again, numbers in the very same digits. Nothing where it is
  /// not UTF-8, of which Jackson makes letters and everybody else none.
  static Optional<byte[]> json(byte[] input) {
    if (!isUtf8(input)) {
      return Optional.empty();
    }
    var out = new ByteArrayOutputStream();
    try (JsonParser from = JSON.createParser(input);
        JsonGenerator to = JSON.createGenerator(out)) {
      for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
        if (token.isNumeric()) {
          to.writeNumber(from.getText());
        } else {
          to.copyCurrentEvent(from);
        }
      }
      to.flush();
      return Optional.of(out.toByteArray());
    } catch (JsonProcessingException refused) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static boolean isUtf8(byte[] input) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private Reread() {}
}
