package dev.tintype.aws;

/// The conditions of writes to the job table, in DynamoDB's syntax.
final class JobConditions {

  /// No item has this key.
  static final String ABSENT = "attribute_not_exists(" + JobItem.PK + ")";

  /// The stored item has the epoch that the writer read.
  static final String SAME_EPOCH = JobItem.EPOCH + " = " + Values.EPOCH;

  /// The stored item is due at the instant that the writer read.
  static final String SAME_DUE_AT = JobItem.DUE_AT + " = " + Values.DUE_AT;

  /// No item has this key, or the item has expired and is not deleted yet.
  static final String ABSENT_OR_EXPIRED =
      ABSENT + " OR " + JobItem.EXPIRES_AT + " <= " + Values.NOW;

  private JobConditions() {}

  /// The placeholders for values.
  static final class Values {
    static final String EPOCH = ":epoch";
    static final String DUE_AT = ":due";
    static final String NOW = ":now";
    static final String FROM = ":from";
    static final String SHARD = ":shard";
    static final String STATE = ":state";
    static final String BEFORE = ":before";
    static final String PK = ":pk";
    static final String PREFIX = ":prefix";

    private Values() {}
  }
}
