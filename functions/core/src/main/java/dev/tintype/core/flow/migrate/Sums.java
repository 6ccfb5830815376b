package dev.tintype.core.flow.migrate;

import dev.tintype.core.flow.migrate.MoveListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What both stores of a move hold, table by table.
public final class Sums {

  private final Map<Table, Sum> old;
  private final Map<Table, Sum> held;
  private final HeldVersions versions;

  private Sums(Map<Table, Sum> old, Map<Table, Sum> held, HeldVersions versions) {
    this.old = old;
    this.held = held;
    this.versions = versions;
  }

  /// Reads both stores whole, and compares.
  ///
  /// @throws MoveRefused when a table differs
  static Sums equal(RecordTransfer from, RecordTransfer to, Progresses progresses) throws Stopped {
    Sums sums = both(from, to, progresses);
    for (Table table : Table.values()) {
      if (!sums.isEqual(table)) {
        throw new MoveRefused(
            "The table %s differs: %s in %s, %s in %s."
                .formatted(
                    table.name().toLowerCase(Locale.ROOT),
                    sums.old(table),
                    from.name(),
                    sums.held(table),
                    to.name()));
      }
    }
    return sums;
  }

  /// Reads both stores whole. Nothing is changed.
  ///
  /// @param stopping whether the user asked to stop
  /// @return absent when the user stopped it
  public static Optional<Sums> of(
      RecordTransfer from, RecordTransfer to, MoveListener listener, BooleanSupplier stopping) {
    try {
      return Optional.of(both(from, to, new Progresses(listener, stopping)));
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  /// The old store is read by a thread of its own.
  private static Sums both(RecordTransfer from, RecordTransfer to, Progresses progresses)
      throws Stopped {
    HeldVersions versions = new HeldVersions();
    AtomicBoolean failed = new AtomicBoolean();
    Progresses silent =
        new Progresses(Silent.INSTANCE, () -> failed.get() || progresses.stopping().getAsBoolean());
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Map<Table, Sum>> old = threads.submit(() -> each(from, _ -> {}, silent));
      Map<Table, Sum> held = orSay(failed, () -> each(to, versions, progresses));
      return new Sums(result(old), held, versions);
    }
  }

  private interface Reading {
    Map<Table, Sum> read() throws Stopped;
  }

  private static Map<Table, Sum> orSay(AtomicBoolean failed, Reading reading) throws Stopped {
    try {
      return reading.read();
    } catch (RuntimeException | Stopped e) {
      failed.set(true);
      throw e;
    }
  }

  private static Map<Table, Sum> result(Future<Map<Table, Sum>> future) throws Stopped {
    try {
      return future.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Stopped stopped -> throw stopped;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException("a digest failed", e);
      }
    }
  }

  private static Map<Table, Sum> each(
      RecordTransfer store, Consumer<Row> versions, Progresses progresses) throws Stopped {
    Map<Table, Sum> sums = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      Consumer<Row> each = table == Table.VERSIONS ? versions : _ -> {};
      Progress progress = progresses.of(Phase.CHECKING, store, table);
      sums.put(table, TableSum.of(store, table, each, progress));
      progress.tell();
    }
    return sums;
  }

  /// @return what the old store holds
  public Sum old(Table table) {
    return Objects.requireNonNull(old.get(table));
  }

  /// @return what the new store holds
  public Sum held(Table table) {
    return Objects.requireNonNull(held.get(table));
  }

  /// @return whether both stores hold the same rows of a table
  public boolean isEqual(Table table) {
    return old(table).equals(held(table));
  }

  /// @return whether both stores hold the same rows
  public boolean areEqual() {
    return Arrays.stream(Table.values()).allMatch(this::isEqual);
  }

  /// @return the versions that workers hold
  HeldVersions heldVersions() {
    return versions;
  }
}
