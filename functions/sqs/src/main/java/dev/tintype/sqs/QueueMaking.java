package dev.tintype.sqs;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Makes the queues that are missing: for `tintype queue init`. For use by one thread.
final class QueueMaking {

  /// The longest that SQS keeps a message, 14 days, in seconds: bulk work may wait for days.
  private static final String KEPT = "1209600";

  /// Of a message whose receiver says nothing else, in seconds, as workers ask for.
  private static final String HIDDEN = "120";

  private final SqsAddress address;
  private final SqsConnection connection;
  private final int mostReceives;
  private final List<String> told = new ArrayList<>();

  /// @param mostReceives after so many receives SQS itself moves a message to the dead letters
  QueueMaking(SqsAddress address, SqsConnection connection, int mostReceives) {
    this.address = address;
    this.connection = connection;
    this.mostReceives = mostReceives;
  }

  /// @return what was made and what was there
  /// @throws IllegalStateException when a queue is there that cannot be used
  List<String> make() {
    FoundQueue dead = made(address.dead(), Map.of());
    Map<QueueAttributeName, String> policy =
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            Json.write(
                Json.object()
                    .put("deadLetterTargetArn", dead.arn())
                    .put("maxReceiveCount", mostReceives)));
    FoundQueue fresh = made(address.fresh(), policy);
    FoundQueue bulk = address.bulk().equals(address.fresh()) ? fresh : made(address.bulk(), policy);
    new ThreeQueues(fresh, bulk, dead)
        .problem()
        .ifPresent(problem -> {
          throw new IllegalStateException(problem);
        });
    return List.copyOf(told);
  }

  private FoundQueue made(String name, Map<QueueAttributeName, String> more) {
    var there = connection.queue(name);
    if (there.isPresent()) {
      told.add("The queue " + name + " is there.");
      return there.get();
    }
    if (address.account().isPresent()) {
      throw new IllegalStateException(
          "There is no queue %s in the account %s: make it there, since queues can be made in the account of the credentials only"
              .formatted(name, address.account().get()));
    }
    create(name, more);
    told.add("The queue " + name + " was made.");
    return connection
        .queue(name)
        .orElseThrow(() ->
            new StoreUnavailable(
                "the SQS queue " + name + " was made a moment ago and is not found"));
  }

  private void create(String name, Map<QueueAttributeName, String> more) {
    Map<QueueAttributeName, String> attributes = new LinkedHashMap<>(more);
    attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, KEPT);
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, HIDDEN);
    try {
      connection.sqs().createQueue(r -> r.queueName(name).attributes(attributes));
    } catch (QueueNameExistsException _) {
      // Somebody else made it a moment ago.
    } catch (SqsException e) {
      throw connection.refused("making the queue " + name, e);
    } catch (SdkException e) {
      throw AwsCall.unavailable("SQS, making the queue " + name, e);
    }
  }
}
