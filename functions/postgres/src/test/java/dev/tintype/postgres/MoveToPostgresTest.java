package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMoveContract;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.sql.Sql;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moves records from a SQLite file to PostgreSQL, and in the tests that go back, back.
final class MoveToPostgresTest extends RecordMoveContract {

  @Override
  protected String from(Path empty) {
    return "sqlite:" + empty.resolve("old.db");
  }

  @Override
  protected int stride() {
    return 5;
  }

  @Override
  protected String to(Path empty) throws Exception {
    TestServer.create("moved_to");
    return TestServer.address("moved_to");
  }

  @Test
  void aTextThatPostgresCannotHoldIsNamedAndTheOldStoreGoesOn(@TempDir Path folder)
      throws Exception {
    String file = from(folder);
    String address = to(folder);
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      JobsProvider sqlite = Providers.of(JobsProvider.class, file);
      var tokens = sqlite.jobs(file, opening).tokens();
      var token = tokens.create("a\0b", Set.of("images:read"), Optional.empty()).token();
      RecordTransfer from = sqlite.transfer(file, opening).orElseThrow();
      RecordTransfer to =
          Providers.of(JobsProvider.class, address).transfer(address, opening).orElseThrow();
      RecordMove move =
          new RecordMove(
              from,
              to,
              new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD),
              new Silent(),
              () -> false,
              System::nanoTime);
      assertThatThrownBy(move::move)
          .isInstanceOf(UnstorableRow.class)
          .hasMessageContaining(token.id())
          .hasMessageContaining("tokens");
      assertThat(from.mark().state()).isEqualTo(State.OPEN);
      assertThat(tokens.revoke(token.id())).isTrue();
    }
  }

  /// A dump of the database reads for an hour.
  @Test
  void noStepWaitsForATransactionThatReads(@TempDir Path folder) throws Exception {
    String file = from(folder);
    String address = to(folder);
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      RecordTransfer from =
          Providers.of(JobsProvider.class, file).transfer(file, opening).orElseThrow();
      RecordTransfer to =
          Providers.of(JobsProvider.class, address).transfer(address, opening).orElseThrow();
      try (Connection reader = TestServer.connect("moved_to")) {
        reader.setAutoCommit(false);
        Sql.execute(
            reader,
            "LOCK TABLE images, versions, outbox, idempotency, tokens, messages, dead_letters,"
                + " loop_leases, move_mark IN ACCESS SHARE MODE");
        FlowContext context =
            new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
        assertThat(
                new RecordMove(from, to, context, new Silent(), () -> false, System::nanoTime)
                    .move())
            .isInstanceOf(RecordMove.Ended.Moved.class);
        Mark open = to.mark();
        Mark frozen =
            new Mark(State.FROZEN, "run", open.id(), "x", "y", Instant.EPOCH, open.origin());
        assertThat(to.mark(open, frozen)).isTrue();
        assertThat(RecordMove.abort(to, context)).isTrue();
        reader.rollback();
      }
    }
  }

  private static final class Silent implements MoveListener {
    @Override
    public void advanced(Phase phase, Table table, long done, long rows) {}

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {}
  }
}
