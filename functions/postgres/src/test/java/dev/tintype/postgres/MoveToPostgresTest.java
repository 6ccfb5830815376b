package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.migrate.Abort;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMoveContract;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.UnstorableRow;
import dev.tintype.core.port.TokenStore.Token;
import dev.tintype.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Moves records from a SQLite file to PostgreSQL, and in the tests that go back, back.
final class MoveToPostgresTest extends RecordMoveContract {

  private Path file = Path.of("");

  @Override
  protected String from(Path empty) {
    file = empty.resolve("old.db");
    return "sqlite:" + file;
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
  void aTextThatPostgresCannotHoldIsNamedAndTheOldStoreGoesOn() throws Exception {
    Token token = old().tokens().create("a b", Set.of("images:read"), Optional.empty()).token();
    // Former releases let a label have every character.
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      new Sql("UPDATE tokens SET label = ? WHERE id = ?", "a\0b", token.id()).update(connection);
    }
    assertThatThrownBy(this::move)
        .isInstanceOf(UnstorableRow.class)
        .hasMessageContaining(token.id())
        .hasMessageContaining("tokens");
    assertThat(old().transfer().mark().state()).isEqualTo(State.OPEN);
    assertThat(old().tokens().revoke(token.id())).isTrue();
  }

  /// A dump of the database reads for an hour.
  @Test
  void noStepWaitsForATransactionThatReads() throws Exception {
    RecordTransfer to = target().transfer();
    try (Connection reader = TestServer.connect("moved_to")) {
      reader.setAutoCommit(false);
      Sql.execute(
          reader,
          "LOCK TABLE images, versions, outbox, idempotency, tokens, messages, dead_letters,"
              + " loop_leases, move_mark IN ACCESS SHARE MODE");
      assertThat(move()).isInstanceOf(RecordMove.Ended.Moved.class);
      Mark open = to.mark();
      Mark frozen =
          new Mark(State.FROZEN, "run", open.id(), "x", "y", Instant.EPOCH, open.origin());
      assertThat(to.mark(open, frozen)).isTrue();
      assertThat(new Abort(context(), _ -> to).abort(to)).isTrue();
      reader.rollback();
    }
  }
}
