package dev.tintype.aws;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.DelayOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.Change.Write.RemoveVersion;
import dev.tintype.core.state.ImageRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A write of a change, as what happens to one item of the job table.
sealed interface JobWrite {

  /// Replaces an item; the whole change fails when the condition does not hold.
  ///
  /// @param item the whole item
  /// @param condition on what is stored before
  record Put(Map<String, AttributeValue> item, JobCondition condition) implements JobWrite {}

  /// Puts an item, whatever is there.
  ///
  /// @param item the whole item
  record Set(Map<String, AttributeValue> item) implements JobWrite {}

  /// Adds an item, by an update that keeps every attribute that is there: a put with a condition
  /// would undo the whole transaction when the row is there already.
  ///
  /// @param key of the item
  /// @param expression sets each other attribute unless it is there
  /// @param names the expression's placeholders of names
  /// @param values the expression's placeholders of values
  record AddUnlessThere(
      Map<String, AttributeValue> key,
      String expression,
      Map<String, String> names,
      Map<String, AttributeValue> values)
      implements JobWrite {

    static AddUnlessThere of(Map<String, AttributeValue> item) {
      Map<String, String> names = new HashMap<>();
      Map<String, AttributeValue> values = new HashMap<>();
      StringBuilder set = new StringBuilder("SET ");
      String separator = "";
      for (Map.Entry<String, AttributeValue> attribute : new TreeMap<>(item).entrySet()) {
        if (attribute.getKey().equals(JobItem.PK) || attribute.getKey().equals(JobItem.SK)) {
          continue;
        }
        String name = "#a" + names.size();
        String value = ":a" + names.size();
        set.append(separator + name + " = if_not_exists(" + name + ", " + value + ")");
        names.put(name, attribute.getKey());
        values.put(value, attribute.getValue());
        separator = ", ";
      }
      return new AddUnlessThere(JobItem.keyOf(item), set.toString(), names, values);
    }
  }

  /// Removes an item, if it is there.
  ///
  /// @param key of the item
  record Remove(Map<String, AttributeValue> key) implements JobWrite {}

  /// Removes an item; when the condition does not hold, this write alone is left out of the change.
  ///
  /// @param key of the item
  /// @param condition on what is stored before
  record RemoveIf(Map<String, AttributeValue> key, JobCondition condition) implements JobWrite {}

  /// @param commitId names the commit in every item it puts
  /// @return one write, and for an image those of the entries of its metadata that change
  static List<JobWrite> of(String commitId, Write write) {
    return write instanceof PutImage put
        ? Stream.concat(
                Stream.of(record(commitId, write)),
                tags(
                    put.after().id(),
                    put.before().map(ImageRecord::metadata).orElse(Metadata.NONE),
                    put.after().metadata()))
            .toList()
        : List.of(record(commitId, write));
  }

  /// @return the writes of the entries that differ
  static Stream<JobWrite> tags(ImageId id, Metadata before, Metadata after) {
    return Stream.concat(
        before.list().stream()
            .filter(entry -> !after.has(entry))
            .map(entry -> new Remove(JobItem.key(entry, id))),
        after.list().stream()
            .filter(entry -> !before.has(entry))
            .map(entry -> new Set(JobItem.of(entry, id))));
  }

  private static JobWrite record(String commitId, Write write) {
    return switch (write) {
      case PutImage put ->
          new Put(
              stamped(JobItem.of(put.after()), commitId),
              JobCondition.unchangedSince(put.before().map(b -> b.epoch())));
      case PutVersion put ->
          new Put(
              stamped(JobItem.of(put.after()), commitId),
              JobCondition.unchangedSince(put.before().map(b -> b.epoch())));
      case RemoveVersion remove -> new Remove(JobItem.key(remove.imageId(), remove.version()));
      case AddOutcome add -> AddUnlessThere.of(JobItem.of(add.row()));
      case DelayOutcome delay ->
          new Put(
              stamped(JobItem.of(delay.after()), commitId),
              JobCondition.dueAt(delay.before().dueAt()));
      case RemoveOutcome remove ->
          new RemoveIf(
              JobItem.outcomeKey(remove.row().id()), JobCondition.dueAt(remove.row().dueAt()));
      case AddIdempotency add ->
          new Put(
              stamped(JobItem.of(add.row()), commitId), JobCondition.absentOrExpired(add.now()));
    };
  }

  private static Map<String, AttributeValue> stamped(
      Map<String, AttributeValue> item, String commitId) {
    Map<String, AttributeValue> stamped = new HashMap<>(item);
    stamped.put(JobItem.COMMIT, JobItem.text(commitId));
    return stamped;
  }
}
