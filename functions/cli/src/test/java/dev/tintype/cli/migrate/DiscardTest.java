package dev.tintype.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.Abort;
import dev.tintype.core.flow.migrate.Discard;
import dev.tintype.core.flow.migrate.Mortal;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.MoveListener.Boundary;
import dev.tintype.core.flow.migrate.MoveRefused;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `tintype migrate --discard` empties, and what it refuses.
final class DiscardTest {

  private static final int TOKENS = 3;

  @TempDir private Path folder;
  private final FlowContext context =
      new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
  private Opening opening = new Opening(Path.of(""), InstantSource.system(), new SecureRandom());
  private String home = "";
  private String other = "";

  @BeforeEach
  void open() {
    opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    home = "sqlite:" + folder.resolve("home.db");
    other = "sqlite:" + folder.resolve("other.db");
    for (int token = 0; token < TOKENS; token++) {
      write(home);
    }
  }

  @AfterEach
  void close() {
    opening.close();
  }

  private void write(String jobs) {
    var _ =
        Providers.of(JobsProvider.class, jobs)
            .jobs(jobs, opening)
            .tokens()
            .create("label", Set.of("images:read"), Optional.empty());
  }

  private RecordTransfer transfer(String jobs) {
    return Providers.of(JobsProvider.class, jobs).transfer(jobs, opening).orElseThrow();
  }

  private StorePair filling(String address) {
    return StorePair.filling(
        address, new DataFolder(folder.resolve("data"), new Addresses("file:", home, home)));
  }

  private Optional<Long> discard(String address) {
    try (StorePair stores = filling(address)) {
      return new Discard(stores.to(), context, new Listening(_ -> {}), () -> false)
          .discard(stores.from());
    }
  }

  private record Listening(Consumer<Boundary> boundaries) implements MoveListener {
    @Override
    public void advanced(Phase phase, Table table, long done, long rows) {}

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {
      boundaries.accept(boundary);
    }
  }

  private void move(RecordTransfer from, RecordTransfer to, Consumer<Boundary> boundaries) {
    var _ =
        new RecordMove(from, to, context, new Listening(boundaries), () -> false, System::nanoTime)
            .move();
  }

  private void killedAt(Boundary boundary) {
    Mortal.Life life = new Mortal.Life(Integer.MAX_VALUE);
    assertThatThrownBy(() ->
            move(
                new Mortal(transfer(home), life),
                new Mortal(transfer(other), life),
                reached -> {
                  if (reached == boundary) {
                    life.end();
                    throw new Mortal.Killed();
                  }
                }))
        .isInstanceOf(Mortal.Killed.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLAIMED", "COPIED"})
  void aStoreThatIsBeingFilledIsEmptiedAndCanBeUsedOrFilledAgain(Boundary boundary) {
    killedAt(boundary);
    assertThat(discard(other)).contains(boundary == Boundary.COPIED ? 3L : 0L);
    assertThat(transfer(other).mark().state()).isEqualTo(State.OPEN);
    for (Table table : Table.values()) {
      assertThat(transfer(other).count(table)).as(table.name()).isZero();
    }
    assertThat(transfer(home).count(Table.TOKENS)).isEqualTo(TOKENS);
    write(home);
    move(transfer(home), transfer(other), _ -> {});
    assertThat(transfer(other).count(Table.TOKENS)).isEqualTo(TOKENS + 1);
    assertThat(transfer(other).mark().state()).isEqualTo(State.OPEN);
  }

  @Test
  void aRunThatStillGoesOnIsStopped() {
    assertThatThrownBy(() ->
            move(
                transfer(home),
                transfer(other),
                boundary -> {
                  if (boundary == Boundary.COPIED) {
                    assertThat(discard(other)).isPresent();
                    write(home);
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    assertThat(transfer(home).mark().state()).isEqualTo(State.OPEN);
    assertThat(transfer(other).count(Table.TOKENS)).isZero();
    write(home);
  }

  /// The mark of an old store as it was read at a moment that has passed.
  private static RecordTransfer readBefore(RecordTransfer.Mark mark, RecordTransfer store) {
    return (RecordTransfer)
        Proxy.newProxyInstance(
            RecordTransfer.class.getClassLoader(),
            new Class<?>[] {RecordTransfer.class},
            (_, method, arguments) ->
                method.getName().equals("mark") && arguments == null
                    ? mark
                    : method.invoke(store, arguments));
  }

  @ParameterizedTest
  @EnumSource(names = {"FROZEN", "EQUAL"})
  void aRunThatFreezesTheOldStoreFirstIsNotDisturbed(Boundary boundary) {
    AtomicReference<RecordTransfer.Mark> open = new AtomicReference<>();
    move(
        transfer(home),
        transfer(other),
        reached -> {
          if (reached == Boundary.COPIED) {
            open.set(transfer(home).mark());
          }
          if (reached == boundary) {
            RecordTransfer from = readBefore(open.get(), transfer(home));
            assertThatThrownBy(() ->
                    new Discard(transfer(other), context, new Listening(_ -> {}), () -> false)
                        .discard(from))
                .isInstanceOf(MoveRefused.class);
          }
        });
    assertThat(transfer(home).mark().state()).isEqualTo(State.MOVED);
    assertThat(transfer(other).mark().state()).isEqualTo(State.OPEN);
    assertThat(transfer(other).count(Table.TOKENS)).isEqualTo(TOKENS);
  }

  @Test
  void aRunCannotFreezeTheOldStoreOnceADiscardHasBegun() {
    assertThatThrownBy(() ->
            move(
                transfer(home),
                transfer(other),
                reached -> {
                  if (reached == Boundary.COPIED) {
                    Mortal from = new Mortal(transfer(home), new Mortal.Life(2));
                    assertThatThrownBy(() ->
                            new Discard(
                                    transfer(other), context, new Listening(_ -> {}), () -> false)
                                .discard(from))
                        .isInstanceOf(Mortal.Killed.class);
                  }
                }))
        .isInstanceOf(MoveRefused.class);
    assertThat(transfer(home).mark().state()).isEqualTo(State.OPEN);
    assertThat(transfer(other).mark().state()).isEqualTo(State.FILLING);
    assertThat(discard(other)).contains((long) TOKENS);
  }

  @Test
  void oneThatWasStoppedGoesOn() {
    killedAt(Boundary.COPIED);
    try (StorePair stores = filling(other)) {
      assertThat(
              new Discard(stores.to(), context, new Listening(_ -> {}), () -> true)
                  .discard(stores.from()))
          .isEmpty();
    }
    assertThat(transfer(other).mark().state()).isEqualTo(State.FILLING);
    for (int calls = 1; transfer(other).mark().state() == State.FILLING; calls++) {
      Mortal.Life life = new Mortal.Life(calls);
      try {
        var _ =
            new Discard(
                    new Mortal(transfer(other), life), context, new Listening(_ -> {}), () -> false)
                .discard(transfer(home));
      } catch (Mortal.Killed _) {
        assertThat(transfer(home).count(Table.TOKENS)).isEqualTo(TOKENS);
      }
    }
    assertThat(transfer(other).count(Table.TOKENS)).isZero();
    move(transfer(home), transfer(other), _ -> {});
    assertThat(transfer(other).count(Table.TOKENS)).isEqualTo(TOKENS);
  }

  private void refused(String address, String why) {
    var mark = transfer(address).mark();
    long tokens = transfer(address).count(Table.TOKENS);
    assertThatThrownBy(() -> discard(address))
        .isInstanceOf(MoveRefused.class)
        .hasMessageContaining(why);
    assertThat(transfer(address).mark()).isEqualTo(mark);
    assertThat(transfer(address).count(Table.TOKENS)).isEqualTo(tokens);
  }

  @Test
  void noOtherStoreIsEmptied() {
    refused(home, "not being filled");
    killedAt(Boundary.FROZEN);
    refused(home, "not being filled");
    refused(other, "--abort");
    assertThat(new Abort(context, this::transfer).abort(transfer(home))).isTrue();
    killedAt(Boundary.LEFT);
    refused(home, "not being filled");
    refused(other, "let 'tintype migrate' finish");
    assertThat(new Abort(context, this::transfer).abort(transfer(home))).isTrue();
    assertThat(discard(other)).isPresent();
    move(transfer(home), transfer(other), _ -> {});
    refused(other, "not being filled");
    refused(home, "not being filled");
  }

  @Test
  void whatMayBeTheOnlyCopyIsNotEmptied() throws Exception {
    killedAt(Boundary.COPIED);
    opening.close();
    Path file = folder.resolve("home.db");
    Files.delete(file);
    for (String end : new String[] {"-wal", "-shm"}) {
      Files.deleteIfExists(folder.resolve("home.db" + end));
    }
    assertThatThrownBy(() -> discard(other))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("is not there");
    assertThat(file).doesNotExist();
    opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    write(home);
    refused(other, "no trace of it");
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    assertThatThrownBy(() -> discard(other))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("is not there");
    assertThat(folder.resolve("other.db")).doesNotExist();
  }
}
