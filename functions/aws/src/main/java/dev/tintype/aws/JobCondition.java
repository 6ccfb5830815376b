package dev.tintype.aws;

import dev.tintype.aws.JobConditions.Values;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What must hold of the stored item for a put to happen.
///
/// @param expression one of [JobConditions]
/// @param values the expression's placeholders of values; DynamoDB refuses an empty map, so none
///   are `null`
record JobCondition(String expression, @Nullable Map<String, AttributeValue> values) {

  private static final JobCondition ABSENT = new JobCondition(JobConditions.ABSENT, null);

  /// What is stored has this epoch; without one, nothing is stored.
  static JobCondition unchangedSince(Optional<Long> epoch) {
    return epoch
        .map(e ->
            new JobCondition(JobConditions.SAME_EPOCH, Map.of(Values.EPOCH, JobItem.number(e))))
        .orElse(ABSENT);
  }

  /// What is stored is due at this instant.
  static JobCondition dueAt(Instant due) {
    return new JobCondition(
        JobConditions.SAME_DUE_AT, Map.of(Values.DUE_AT, JobItem.text(JobItem.sortable(due))));
  }

  /// Nothing is stored, or it expired before this instant.
  static JobCondition absentOrExpired(Instant now) {
    return new JobCondition(
        JobConditions.ABSENT_OR_EXPIRED, Map.of(Values.NOW, JobItem.text(JobItem.sortable(now))));
  }
}
