package dev.tintype.sqs;

import dev.tintype.core.state.Lane;

/// The queues of the two lanes. They may be the same queue, if the account has too few executions
/// for two; then bulk messages wait between the fresh ones.
///
/// @param fresh the URL of the queue for fresh messages; the storage's events come to it too
/// @param bulk the URL of the queue for bulk messages
public record SqsQueues(String fresh, String bulk) {

  /// One queue for both lanes.
  public SqsQueues(String url) {
    this(url, url);
  }

  /// @return the URL of a lane's queue
  public String of(Lane lane) {
    return switch (lane) {
      case FRESH -> fresh;
      case BULK -> bulk;
    };
  }

  /// @param arn the ARN of one of the two queues
  /// @return its lane; fresh for any other ARN. A queue's ARN and its URL end with its name
  public Lane laneOf(String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return !bulk.equals(fresh) && bulk.endsWith("/" + name) ? Lane.BULK : Lane.FRESH;
  }
}
