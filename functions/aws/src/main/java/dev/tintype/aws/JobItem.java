package dev.tintype.aws;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The shapes of the job table's items: the record as JSON, and beside it only what keys,
/// conditions and indexes need. `docs/deploy.md` shows the table to operators.
///
/// | item | PK | SK |
/// |---|---|---|
/// | image | `IMG#{id}` | `META` |
/// | version | `IMG#{id}` | `V#{version}` |
/// | entry of an image's metadata | `TAG#{key}:{digest of the value}` | `IMG#{id}` |
/// | row of the outbox | `OUT#{id}` | `OUT` |
/// | idempotency key | `IDEM#{digest}` | `IDEM` |
/// | the mark of a move of records | `MOVE` | `MARK` |
/// | token, dead letter: only moved | `MOVED#{table}` | its key |
public final class JobItem {

  /// Partition key.
  public static final String PK = "PK";

  /// Sort key.
  public static final String SK = "SK";

  /// The schema number of the item.
  public static final String SCHEMA = "schema";

  /// The record as JSON.
  public static final String RECORD = "record";

  /// The record's epoch, compared by every write.
  public static final String EPOCH = "epoch";

  /// The state's name; only on versions. It is the partition key of the index by state, whose sort
  /// key is the item's partition key.
  public static final String STATE = "state";

  /// The name of one commit, by which a writer recognises its own write.
  public static final String COMMIT = "commitId";

  /// Partition key of the index of due work; only on items with a due time.
  public static final String DUE_SHARD = "dueShard";

  /// Sort key of the index of due work: an instant with nine decimals, whose text sorts by time.
  public static final String DUE_AT = "dueAt";

  /// Partition key of the list index; only on live images. Its sort key is the item's partition
  /// key, which holds the ULID.
  public static final String LIST_SHARD = "listShard";

  /// When an idempotency key expires, as an instant with nine decimals.
  public static final String EXPIRES_AT = "expiresAt";

  /// When DynamoDB may delete the item, in seconds since 1970.
  public static final String TTL = "ttl";

  /// The index of due work; keys only.
  public static final String DUE_INDEX = "due";

  /// The list index; keys only.
  public static final String LIST_INDEX = "list";

  /// The index of versions by state; keys only. It has no shards, so that DynamoDB can fill it from
  /// the items of older releases.
  public static final String STATE_INDEX = "state";

  /// The names of all indexes.
  public static final Set<String> INDEXES = Set.of(DUE_INDEX, LIST_INDEX, STATE_INDEX);

  /// The number of partitions of the other indexes. One partition takes 1,000 writes a second.
  static final int SHARDS = 4;

  static final String META = "META";
  static final String VERSIONS = "V#";
  static final String IMAGES = "IMG#";
  static final String TAGS = "TAG#";
  static final String OUTCOMES = "OUT#";
  static final String OUTCOME = "OUT";
  static final String ANSWERS = "IDEM#";
  static final String ANSWER = "IDEM";

  static final int SCHEMA_WRITTEN = 1;
  private static final DateTimeFormatter SORTABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private JobItem() {}

  /// The kinds of items that can be due.
  enum Kind {
    VERSION("V"),
    IMAGE("I"),
    OUTCOME("O");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    String shard(int number) {
      return prefix + "#" + number;
    }
  }

  static Map<String, AttributeValue> of(ImageRecord image) {
    Map<String, AttributeValue> item = item(key(image.id()), RecordJson.write(image));
    item.put(EPOCH, number(image.epoch()));
    image.dueAt().ifPresent(at -> due(item, Kind.IMAGE, image.id().value(), at));
    if (image.isLive()) {
      listed(item, image.id().value());
    }
    return item;
  }

  static Map<String, AttributeValue> of(VersionRecord version) {
    ImageId id = version.job().imageId();
    Map<String, AttributeValue> item =
        item(key(id, version.job().version()), RecordJson.write(version));
    item.put(EPOCH, number(version.epoch()));
    item.put(STATE, text(version.state().code()));
    version.dueAt().ifPresent(at -> due(item, Kind.VERSION, id.value(), at));
    return item;
  }

  static Map<String, AttributeValue> of(Outcome row) {
    Map<String, AttributeValue> item = item(outcomeKey(row.id()), RecordJson.write(row));
    due(item, Kind.OUTCOME, row.id(), row.dueAt());
    return item;
  }

  static Map<String, AttributeValue> of(IdempotencyRecord row) {
    Map<String, AttributeValue> item = item(idempotencyKey(row.key()), RecordJson.write(row));
    expires(item, row.expiresAt(), row.expiresAt());
    return item;
  }

  private static Map<String, AttributeValue> item(
      Map<String, AttributeValue> key, com.fasterxml.jackson.databind.node.ObjectNode record) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.put(SCHEMA, number(SCHEMA_WRITTEN));
    item.put(RECORD, text(Json.write(record)));
    return item;
  }

  /// @param kept until when DynamoDB does not delete the item, if that is later
  static void expires(Map<String, AttributeValue> item, Instant at, Instant kept) {
    Instant end = at.isAfter(kept) ? at : kept;
    item.put(EXPIRES_AT, text(sortable(at)));
    item.put(TTL, number(end.getEpochSecond() + 1));
  }

  static void listed(Map<String, AttributeValue> item, String id) {
    item.put(LIST_SHARD, text(listShard(shardOf(id))));
  }

  static void due(Map<String, AttributeValue> item, Kind kind, String shardedBy, Instant at) {
    item.put(DUE_SHARD, text(kind.shard(shardOf(shardedBy))));
    item.put(DUE_AT, text(sortable(at)));
  }

  static Map<String, AttributeValue> key(ImageId id) {
    return Map.of(PK, text(IMAGES + id), SK, text(META));
  }

  static Map<String, AttributeValue> key(ImageId id, Version version) {
    return Map.of(PK, text(IMAGES + id), SK, text(VERSIONS + version));
  }

  /// The key of an item by which an image is found that has an entry in its metadata.
  static Map<String, AttributeValue> key(Metadata.Entry entry, ImageId id) {
    return Map.of(PK, text(tag(entry)), SK, text(IMAGES + id));
  }

  /// The value stands as a digest: the partition key is a sort key of indexes too, and those have
  /// 1,024 bytes at most.
  static String tag(Metadata.Entry entry) {
    return TAGS + entry.key() + ":" + Sha256.of(entry.value()).hex();
  }

  /// @return the whole item of an entry
  static Map<String, AttributeValue> of(Metadata.Entry entry, ImageId id) {
    Map<String, AttributeValue> item = new HashMap<>(key(entry, id));
    item.put(SCHEMA, number(SCHEMA_WRITTEN));
    return item;
  }

  static Map<String, AttributeValue> outcomeKey(String id) {
    return Map.of(PK, text(OUTCOMES + id), SK, text(OUTCOME));
  }

  static Map<String, AttributeValue> idempotencyKey(Sha256 key) {
    return Map.of(PK, text(ANSWERS + key), SK, text(ANSWER));
  }

  /// @return the image id of the item of an image or of a version
  static ImageId imageId(Map<String, AttributeValue> item) {
    return new ImageId(attribute(item, PK).s().substring(IMAGES.length()));
  }

  /// @return the image of the item of an entry
  static ImageId taggedImage(Map<String, AttributeValue> item) {
    return new ImageId(attribute(item, SK).s().substring(IMAGES.length()));
  }

  /// @return only the key of an item
  static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
    return Map.of(PK, attribute(item, PK), SK, attribute(item, SK));
  }

  /// @return whether the item is that of a live image
  static boolean isLiveImage(Map<String, AttributeValue> item) {
    return item.containsKey(LIST_SHARD);
  }

  static String listShard(int number) {
    return "L#" + number;
  }

  private static int shardOf(String id) {
    return Math.floorMod(id.hashCode(), SHARDS);
  }

  /// @throws UnreadableRecord when the record cannot be read
  static ImageRecord image(Map<String, AttributeValue> item) {
    return Unreadable.read(Unreadable.Kind.IMAGE, name(item), () -> RecordJson.image(record(item)));
  }

  /// @throws UnreadableRecord when the record cannot be read
  static VersionRecord version(Map<String, AttributeValue> item) {
    return Unreadable.read(
        Unreadable.Kind.VERSION, name(item), () -> RecordJson.version(record(item)));
  }

  /// @throws UnreadableRecord when the record cannot be read
  static Outcome outcome(Map<String, AttributeValue> item) {
    return Unreadable.read(
        Unreadable.Kind.OUTCOME, name(item), () -> RecordJson.outcome(record(item)));
  }

  /// @throws UnreadableRecord when the record cannot be read
  static IdempotencyRecord idempotency(Map<String, AttributeValue> item) {
    return Unreadable.read(
        Unreadable.Kind.ANSWER, name(item), () -> RecordJson.idempotency(record(item)));
  }

  /// @return the item's name in [Unreadable]: its key without the prefixes of kinds
  private static String name(Map<String, AttributeValue> item) {
    String partition = attribute(item, PK).s();
    String sort = attribute(item, SK).s();
    String id = partition.substring(partition.indexOf('#') + 1);
    return sort.startsWith(VERSIONS) ? id + "/" + sort.substring(VERSIONS.length()) : id;
  }

  /// @return when the sweeper must act on the item, as text that sorts by time
  static Optional<String> dueAt(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(DUE_AT)).map(AttributeValue::s);
  }

  private static JsonObject record(Map<String, AttributeValue> item) {
    AttributeValue schema = item.get(SCHEMA);
    AttributeValue text = item.get(RECORD);
    if (schema == null || text == null || text.s() == null) {
      throw new MalformedJson("the item lacks " + SCHEMA + " or " + RECORD);
    }
    if (!Integer.toString(SCHEMA_WRITTEN).equals(schema.n())) {
      throw new MalformedJson(
          "the item has schema %s, this build reads %d: a newer release wrote it"
              .formatted(schema.n(), SCHEMA_WRITTEN));
    }
    return Json.parse(text.s());
  }

  /// @return an attribute that every item has
  static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("an item of the job table lacks " + name);
    }
    return value;
  }

  static String sortable(Instant instant) {
    return SORTABLE.format(instant);
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
