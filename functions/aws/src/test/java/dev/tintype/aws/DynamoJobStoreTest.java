package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStoreContract;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoJobStoreTest extends JobStoreContract {

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final String table = aws.newTable();
  private final JobStore store = new DynamoJobStore(aws.dynamo(), table, new SecureRandom());

  @Override
  protected JobStore store() {
    return store;
  }

  private static Map<String, AttributeValue> keyOf(Unreadable.Kind kind, String key) {
    String[] parts = key.split("/");
    return switch (kind) {
      case IMAGE -> JobItem.key(new ImageId(key));
      case VERSION -> JobItem.key(new ImageId(parts[0]), new Version(parts[1]));
      case OUTCOME -> JobItem.outcomeKey(key);
      case ANSWER -> JobItem.idempotencyKey(new Sha256(key));
    };
  }

  @Override
  protected void alter(Unreadable.Kind kind, String key, UnaryOperator<String> change) {
    String altered = change.apply(text(kind, key));
    aws.dynamo()
        .updateItem(r ->
            r.tableName(table)
                .key(keyOf(kind, key))
                .updateExpression("SET #r = :r")
                .expressionAttributeNames(Map.of("#r", JobItem.RECORD))
                .expressionAttributeValues(Map.of(":r", JobItem.text(altered))));
  }

  @Override
  protected String text(Unreadable.Kind kind, String key) {
    return JobItem.attribute(
            aws.dynamo()
                .getItem(r -> r.tableName(table).key(keyOf(kind, key)).consistentRead(true))
                .item(),
            JobItem.RECORD)
        .s();
  }

  @Test
  void anItemOfANewerSchemaDoesNotHideOthers() {
    ImageRecord image =
        ImageRecord.first(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            Optional.empty(),
            new Version("0123456789abcdef"),
            Instant.EPOCH);
    store.commit(Change.of(new Change.Write.PutImage(Optional.empty(), image)));
    aws.dynamo()
        .updateItem(r ->
            r.tableName(table)
                .key(JobItem.key(image.id()))
                .updateExpression("SET #s = :s")
                .expressionAttributeNames(Map.of("#s", JobItem.SCHEMA))
                .expressionAttributeValues(Map.of(":s", JobItem.number(2))));
    assertThat(store.page(Optional.empty(), Optional.empty(), 10).unreadable())
        .extracting(Unreadable::why)
        .singleElement(STRING)
        .contains("newer release");
    assertThatThrownBy(() -> store.image(image.id())).isInstanceOf(UnreadableRecord.class);
  }
}
