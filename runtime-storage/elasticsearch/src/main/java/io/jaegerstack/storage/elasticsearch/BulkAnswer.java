package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.storage.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a bulk request was answered, item by item, in the order of its documents.
final class BulkAnswer {
  /// The parts of an answer that we read; the rest is not sent.
  static final String FILTER = "filter_path=items.*.status,items.*.error.type,items.*.error.reason";

  private static final int CONFLICT = 409;

  /// What became of one document.
  sealed interface Item {
    /// It is stored now.
    record Stored() implements Item {}

    /// It was stored before.
    record StoredBefore() implements Item {}

    /// It is not stored, and may be if it is sent again.
    record Later(Kind kind, String detail) implements Item {}

    /// It is not stored, and never will be.
    record Refused(String detail) implements Item {}
  }

  private static final Item STORED = new Item.Stored();
  private static final Item STORED_BEFORE = new Item.StoredBefore();

  /// @throws IOException where this is no answer to a bulk request
  static List<Item> read(byte[] answer) throws IOException {
    var items = new ArrayList<Item>();
    try (JsonParser in = Json.FACTORY.createParser(answer)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals("items")) {
          in.nextToken();
          while (in.nextToken() == JsonToken.START_OBJECT) {
            items.add(item(Json.asObject(Json.value(in))));
          }
        }
      }
    }
    return items;
  }

  /// @param item an object with the operation as its only name
  private static Item item(Map<String, Object> item) throws IOException {
    for (Object operation : item.values()) {
      Map<String, Object> result = Json.asObject(operation);
      if (result.get("status") instanceof Integer status) {
        return item(status, Json.asObject(result.get("error")));
      }
    }
    throw new IOException("a bulk item without status");
  }

  private static Item item(int status, Map<String, Object> error) {
    if (status / 100 == 2) {
      return STORED;
    }
    if (status == CONFLICT) {
      return STORED_BEFORE;
    }
    String detail = status + " " + EsErrors.said(error);
    return switch (EsErrors.kind(status, error)) {
      case INVALID -> new Item.Refused(detail);
      case OVERLOADED -> new Item.Later(Kind.OVERLOADED, detail);
      // A missing index appears with its first document, unless something keeps it from that.
      case UNAVAILABLE, NOT_FOUND -> new Item.Later(Kind.UNAVAILABLE, detail);
    };
  }

  private BulkAnswer() {}
}
