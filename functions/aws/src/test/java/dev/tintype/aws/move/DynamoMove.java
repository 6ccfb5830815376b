package dev.tintype.aws.move;

import dev.tintype.aws.DynamoJobStore;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Side;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Opening;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A SQLite file and an empty job table, between which a test moves records.
final class DynamoMove implements AutoCloseable {

  final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  final FlowContext context =
      new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
  final String table = aws.newTable();
  final JobStore jobs = new DynamoJobStore(aws.dynamo(), table, new SecureRandom());
  final Side from;
  final RecordTransfer to;
  private final Opening opening;

  DynamoMove(Path folder) {
    this.opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    this.from = Side.open("sqlite:" + folder.resolve("old.db"), opening);
    this.to = through(Emulators.shared().dynamo());
  }

  /// @param endpoint where the service is reached
  RecordTransfer through(URI endpoint) {
    return new DynamoProvider(aws::credentials).transfer(address(endpoint), opening).orElseThrow();
  }

  String address(URI endpoint) {
    return "dynamodb://%s?region=%s&endpoint=%s".formatted(table, Emulator.REGION, endpoint);
  }

  Ended move() {
    return move(from.transfer(), to, _ -> {}, () -> false);
  }

  Ended move(
      RecordTransfer old,
      RecordTransfer target,
      Consumer<Boundary> boundaries,
      BooleanSupplier stopping) {
    return new RecordMove(
            old, target, context, new Listening(boundaries), stopping, System::nanoTime)
        .move();
  }

  /// @return every row of the table
  Map<Table, List<Row>> rows() {
    Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    for (Table kind : Table.values()) {
      rows.put(kind, to.page(kind, Optional.empty(), 1_000_000));
    }
    return rows;
  }

  /// @return the keys of the items that the creation of an image makes
  List<Map<String, AttributeValue>> itemsOf(int number) {
    String id = Stock.id(number).value();
    String answer = Stock.idempotency(number).key().toString();
    return aws.dynamo().scan(r -> r.tableName(table).consistentRead(true)).items().stream()
        .filter(item ->
            Stream.of(id, answer, "outcome-" + number)
                .anyMatch(name -> item.get("PK").s().endsWith("#" + name)))
        .map(item -> Map.of("PK", item.get("PK"), "SK", item.get("SK")))
        .toList();
  }

  @Override
  public void close() {
    opening.close();
  }

  /// Hears of boundaries only.
  record Listening(Consumer<Boundary> boundaries) implements MoveListener {
    @Override
    public void advanced(Phase phase, Table table, long done, long rows) {}

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {
      boundaries.accept(boundary);
    }
  }
}
