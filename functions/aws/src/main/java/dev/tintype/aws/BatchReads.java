package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads many items of the job table consistently, up to 100 with one call.
///
/// @param dynamo the client
/// @param table the table's name
record BatchReads(DynamoDbClient dynamo, String table) {

  private static final int MOST = 100;

  /// How often items are asked for. The waits between take 0.6 s at most.
  private static final int ROUNDS = 6;

  /// @param keys items or keys; each key counts once
  /// @return the items that exist, in any order
  /// @throws StoreUnavailable when DynamoDB repeatedly left some of them out
  List<Map<String, AttributeValue>> read(Stream<Map<String, AttributeValue>> keys) {
    List<Map<String, AttributeValue>> wanted = keys.map(JobItem::keyOf).distinct().toList();
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += MOST) {
      readBatch(wanted.subList(from, Math.min(wanted.size(), from + MOST)), items);
    }
    return items;
  }

  /// An answer leaves items out when it would exceed 16 MB, or when the table is busy.
  private void readBatch(
      Collection<Map<String, AttributeValue>> keys, List<Map<String, AttributeValue>> items) {
    Map<String, KeysAndAttributes> open =
        Map.of(table, KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
    for (int round = 1; round <= ROUNDS; round++) {
      if (round > 1) {
        Backoff.pause(asked(), round - 1);
      }
      Map<String, KeysAndAttributes> asked = open;
      BatchGetItemResponse answer = dynamo.batchGetItem(r -> r.requestItems(asked));
      items.addAll(answer.responses().getOrDefault(table, List.of()));
      open = answer.unprocessedKeys();
      if (open.isEmpty()) {
        return;
      }
    }
    throw new StoreUnavailable(asked() + ": some items were left out " + ROUNDS + " times");
  }

  private String asked() {
    return "DynamoDB batch read of " + table;
  }
}
