package dev.tintype.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Puts items into a table, 25 with one call and without conditions.
///
/// @param dynamo the client
/// @param table the table's name
record TableFill(DynamoDbClient dynamo, String table) {

  private static final int MOST = 25;

  void put(Stream<Map<String, AttributeValue>> items) {
    List<WriteRequest> batch = new ArrayList<>();
    items.forEach(item -> {
      batch.add(WriteRequest.builder().putRequest(p -> p.item(item)).build());
      if (batch.size() == MOST) {
        write(batch);
        batch.clear();
      }
    });
    write(batch);
  }

  private void write(List<WriteRequest> batch) {
    Map<String, List<WriteRequest>> open = batch.isEmpty() ? Map.of() : Map.of(table, batch);
    while (!open.isEmpty()) {
      Map<String, List<WriteRequest>> asked = open;
      BatchWriteItemResponse answer = dynamo.batchWriteItem(r -> r.requestItems(asked));
      open = answer.unprocessedItems();
    }
  }
}
