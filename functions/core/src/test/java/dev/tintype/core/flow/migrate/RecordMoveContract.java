package dev.tintype.core.flow.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What holds when all records of one store are moved to another. Every test has two empty stores.
public abstract class RecordMoveContract extends RecordMoveReturns {

  @Test
  void everyRecordIsInTheNewStoreAsItWasAndTheOldOneRefusesWrites() throws Exception {
    Stock.unreadable(from.transfer());
    var before = from.rows();
    before.forEach((table, rows) -> assertThat(rows).as(table.name()).hasSizeGreaterThan(1));
    move(from, to);
    assertThat(from.rows()).isEqualTo(before);
    for (Table table : Table.values()) {
      if (table != Table.VERSIONS) {
        assertThat(to.rows().get(table)).as(table.name()).isEqualTo(before.get(table));
      }
    }
    for (int number = 0; number < Stock.IMAGES; number++) {
      assertThat(to.jobs().image(Stock.id(number))).isEqualTo(from.jobs().image(Stock.id(number)));
      assertThat(to.jobs().idempotency(Stock.idempotency(number).key(), Stock.AT))
          .contains(Stock.idempotency(number));
      if (number % 6 != 2) {
        assertThat(version(to, number)).isEqualTo(version(from, number));
      }
    }
    assertThat(to.jobs().image(Stock.id(3)).orElseThrow().isLive()).isFalse();
    assertThat(to.tokens().list()).isEqualTo(from.tokens().list());
    assertThat(to.tokens().authenticate(token)).isPresent();
    assertThat(to.queue().deadLetters(10))
        .extracting(letter -> letter.why())
        .containsExactly("why 0", "why 1", "why 2");
    assertThat(to.jobs().page(Optional.of("queued"), Optional.empty(), 100).images())
        .extracting(image -> image.id())
        .contains(Stock.id(1), Stock.id(2), Stock.id(8));
    assertThat(to.jobs().page(Stock.ALBUM, Optional.empty(), 100))
        .isEqualTo(from.jobs().page(Stock.ALBUM, Optional.empty(), 100))
        .satisfies(page -> assertThat(page.images()).hasSizeGreaterThan(3));
    List<VersionRecord> awaited = new ArrayList<>();
    to.jobs().eachAwaited(awaited::add);
    assertThat(awaited).containsExactlyInAnyOrder(Stock.version(0), Stock.version(6));
    refusesWrites(from, true);
    assertThat(from.tokens().authenticate(token)).as("readers are not locked out").isPresent();
    Stock.commit(to.jobs(), Stock.created(50));
    assertThat(to.tokens().revoke(token.substring(3, 15))).isTrue();
    Stock.bury(to, 1, "later");
    assertThat(to.queue().deadLetters(10))
        .as("numbers go on")
        .extracting(letter -> letter.why())
        .containsExactly("why 0", "why 1", "why 2", "later");
  }

  @Test
  void whatWorkersHeldIsReleasedWithoutAnAttemptAndEverythingQueuedGetsAMessage() throws Exception {
    move(from, to);
    VersionRecord held = version(from, 2).orElseThrow();
    VersionRecord released = version(to, 2).orElseThrow();
    assertThat(released.state()).isInstanceOf(Queued.class);
    assertThat(released.attempts()).isEqualTo(held.attempts() - 1);
    assertThat(released.deaths()).isZero();
    assertThat(released.epoch()).isGreaterThan(held.epoch());
    assertThat(to.jobs().commit(Change.of(new PutVersion(Optional.of(held), held))))
        .as("a late writer loses")
        .isFalse();
    long sent = new WakeUp(to.transfer(), to.queue(), Instant.now()).send(new Listening(_ -> {}));
    assertThat(sent).isEqualTo(4);
    assertThat(to.queue().depth().visible()).isEqualTo(4);
  }

  @Test
  void whatIsWrittenWhileItIsCopiedIsMovedToo() throws Exception {
    AtomicInteger answered = new AtomicInteger(100);
    AtomicInteger refused = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (refused.get() == 0) {
                try {
                  Stock.commit(from.jobs(), Stock.created(answered.get()));
                  from.jobs()
                      .commit(Change.of(new RemoveOutcome(Stock.outcome(answered.get() - 5))));
                  answered.incrementAndGet();
                } catch (StoreFrozen _) {
                  refused.incrementAndGet();
                }
              }
            });
    move(
        from.transfer(),
        to.transfer(),
        boundary -> {
          if (boundary == Boundary.COPIED) {
            await(() -> answered.get() > 110);
          }
          if (boundary == Boundary.FROZEN) {
            await(() -> refused.get() > 0);
          }
        });
    writer.join();
    assertThat(answered.get()).isGreaterThan(110);
    for (int number = 100; number < answered.get(); number++) {
      assertThat(to.jobs().image(Stock.id(number))).as("image %s", number).isPresent();
    }
    var rows = to.rows();
    assertThat(rows.get(Table.OUTBOX)).isEqualTo(from.rows().get(Table.OUTBOX));
    assertThat(rows.get(Table.IMAGES)).isEqualTo(from.rows().get(Table.IMAGES));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not happen");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void pagesFollowOneAnotherInTheOrderOfTheirKeys() throws Exception {
    Stock.unreadable(from.transfer());
    for (Table table : Table.values()) {
      var all = from.rows().get(table);
      TableRows rows = new TableRows(from.transfer(), table);
      List<String> keys = new ArrayList<>();
      Optional<String> last = Optional.empty();
      for (var page = from.transfer().page(table, last, 3);
          !page.isEmpty();
          page = from.transfer().page(table, last, 3)) {
        page.forEach(row -> keys.add(row.key()));
        last = Optional.of(keys.getLast());
      }
      assertThat(keys).containsExactlyElementsOf(all.stream().map(row -> row.key()).toList());
      assertThat(keys).isSorted();
      assertThat(rows.peek()).contains(all.getFirst());
      assertThat(from.transfer().count(table)).isEqualTo(all.size());
    }
  }
}
