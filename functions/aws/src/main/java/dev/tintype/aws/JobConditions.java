package dev.tintype.aws;

/// The conditions of the job table's writes, in DynamoDB's words.
final class JobConditions {

  /// Nothing is stored under this key.
  static final String ABSENT = "attribute_not_exists(" + JobItem.PK + ")";

  /// Something is stored under this key.
  static final String PRESENT = "attribute_exists(" + JobItem.PK + ")";

  /// What is stored has the epoch the writer read.
  static final String SAME_EPOCH = JobItem.EPOCH + " = " + Values.EPOCH;

  /// Nothing is stored, or it has expired and merely was not deleted yet.
  static final String ABSENT_OR_EXPIRED =
      ABSENT + " OR " + JobItem.EXPIRES_AT + " <= " + Values.NOW;

  private JobConditions() {}

  /// The placeholders of values.
  static final class Values {
    static final String EPOCH = ":epoch";
    static final String NOW = ":now";
    static final String FROM = ":from";
    static final String SHARD = ":shard";
    static final String BEFORE = ":before";
    static final String PK = ":pk";
    static final String PREFIX = ":prefix";

    private Values() {}
  }
}
