package dev.tintype.aws;

import dev.tintype.core.Metadata;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rows of a move as items of the job table. Records are never parsed, except for the state of
/// a version and the metadata of an image, which are searched by. Nothing on AWS reads tokens and
/// dead letters: each of these two tables has a partition, where its rows are kept as they are.
final class MovedItem {

  /// Only on an item that a move has written and no function since.
  static final String MOVED = "moved";

  static final String OWN_ROWS = "MOVED#";

  /// How long DynamoDB deletes no idempotency key that was moved, so that none that has expired
  /// vanishes while both stores are compared.
  private static final Duration KEPT = Duration.ofDays(7);

  private MovedItem() {}

  /// Where the items of a table are.
  ///
  /// @param partition with what their partition keys begin
  /// @param sort with what their sort keys begin
  record Place(String partition, String sort) {
    static Place of(Table table) {
      return switch (table) {
        case VERSIONS -> new Place(JobItem.IMAGES, JobItem.VERSIONS);
        case IMAGES -> new Place(JobItem.IMAGES, JobItem.META);
        case IDEMPOTENCY -> new Place(JobItem.ANSWERS, JobItem.ANSWER);
        case OUTBOX -> new Place(JobItem.OUTCOMES, JobItem.OUTCOME);
        case TOKENS, DEAD_LETTERS -> new Place(OWN_ROWS + table, "");
      };
    }
  }

  static Map<String, AttributeValue> key(Table table, String key) {
    Place place = Place.of(table);
    return switch (table) {
      case VERSIONS -> {
        int slash = key.lastIndexOf('/');
        yield keyOf(
            place.partition() + key.substring(0, slash), place.sort() + key.substring(slash + 1));
      }
      case IMAGES, IDEMPOTENCY, OUTBOX -> keyOf(place.partition() + key, place.sort());
      case TOKENS, DEAD_LETTERS -> keyOf(place.partition(), key);
    };
  }

  private static Map<String, AttributeValue> keyOf(String partition, String sort) {
    return Map.of(JobItem.PK, JobItem.text(partition), JobItem.SK, JobItem.text(sort));
  }

  /// @param now when it is written
  static Map<String, AttributeValue> item(Table table, Row row, Instant now) {
    Map<String, AttributeValue> item = new HashMap<>(key(table, row.key()));
    item.put(MOVED, AttributeValue.fromBool(true));
    List<String> fields = row.fields();
    switch (table) {
      case VERSIONS -> {
        record(item, fields.get(2));
        item.put(JobItem.EPOCH, AttributeValue.fromN(fields.get(0)));
        state(fields.get(2)).ifPresent(state -> item.put(JobItem.STATE, JobItem.text(state)));
        String image = row.key().substring(0, row.key().lastIndexOf('/'));
        at(fields.get(1)).ifPresent(due -> JobItem.due(item, JobItem.Kind.VERSION, image, due));
      }
      case IMAGES -> {
        record(item, fields.get(3));
        item.put(JobItem.EPOCH, AttributeValue.fromN(fields.get(0)));
        at(fields.get(2)).ifPresent(due -> JobItem.due(item, JobItem.Kind.IMAGE, row.key(), due));
        if (fields.get(1).equals("1")) {
          JobItem.listed(item, row.key());
        }
      }
      case IDEMPOTENCY -> {
        record(item, fields.get(1));
        at(fields.get(0)).ifPresent(end -> JobItem.expires(item, end, now.plus(KEPT)));
      }
      case OUTBOX -> {
        record(item, fields.get(1));
        at(fields.get(0)).ifPresent(due -> JobItem.due(item, JobItem.Kind.OUTCOME, row.key(), due));
      }
      case TOKENS, DEAD_LETTERS -> asItIs(item, table, fields);
    }
    return item;
  }

  private static void record(Map<String, AttributeValue> item, String text) {
    item.put(JobItem.SCHEMA, JobItem.number(JobItem.SCHEMA_WRITTEN));
    item.put(JobItem.RECORD, JobItem.text(text));
  }

  /// @return the state of a version; absent where the record cannot be read
  private static Optional<String> state(String record) {
    try {
      return Optional.of(Json.parse(record).node().path("state").path("code").asText())
          .filter(state -> !state.isEmpty());
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  /// @param row of an image
  /// @return its metadata; none where the record cannot be read
  static Metadata metadata(Row row) {
    try {
      return Metadata.in(Json.parse(row.fields().getLast()));
    } catch (MalformedJson | Metadata.Invalid _) {
      return Metadata.NONE;
    }
  }

  private static Optional<Instant> at(String nanos) {
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plusNanos(Long.parseLong(nanos)));
  }

  private static void asItIs(Map<String, AttributeValue> item, Table table, List<String> fields) {
    List<String> names = names(table);
    for (int i = 0; i < names.size(); i++) {
      if (i >= table.numbers().size()) {
        item.put(names.get(i), JobItem.text(fields.get(i)));
      } else if (!fields.get(i).isEmpty()) {
        item.put(names.get(i), AttributeValue.fromN(fields.get(i)));
      }
    }
  }

  private static List<String> names(Table table) {
    return Stream.concat(table.numbers().stream(), table.texts().stream()).toList();
  }

  static Row row(Table table, Map<String, AttributeValue> item) {
    Place place = Place.of(table);
    String partition = JobItem.attribute(item, JobItem.PK).s();
    String sort = JobItem.attribute(item, JobItem.SK).s();
    String id = partition.substring(place.partition().length());
    return switch (table) {
      case VERSIONS ->
          new Row(
              id + "/" + sort.substring(place.sort().length()),
              List.of(number(item, JobItem.EPOCH), nanos(item, JobItem.DUE_AT), record(item)));
      case IMAGES ->
          new Row(
              id,
              List.of(
                  number(item, JobItem.EPOCH),
                  JobItem.isLiveImage(item) ? "1" : "0",
                  nanos(item, JobItem.DUE_AT),
                  record(item)));
      case IDEMPOTENCY -> new Row(id, List.of(nanos(item, JobItem.EXPIRES_AT), record(item)));
      case OUTBOX -> new Row(id, List.of(nanos(item, JobItem.DUE_AT), record(item)));
      case TOKENS, DEAD_LETTERS -> new Row(sort, asItIs(table, item));
    };
  }

  private static List<String> asItIs(Table table, Map<String, AttributeValue> item) {
    List<String> fields = new ArrayList<>();
    for (String name : names(table)) {
      boolean isNumber = fields.size() < table.numbers().size();
      fields.add(isNumber ? number(item, name) : JobItem.attribute(item, name).s());
    }
    return fields;
  }

  /// DynamoDB may write a number in another way than it was sent.
  private static String number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? "" : new BigDecimal(value.n()).toBigIntegerExact().toString();
  }

  private static String nanos(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null
        ? ""
        : Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(value.s())));
  }

  private static String record(Map<String, AttributeValue> item) {
    return JobItem.attribute(item, JobItem.RECORD).s();
  }
}
