package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.MigrateProcess;
import dev.tintype.cli.migrate.MoveReport;
import dev.tintype.cli.migrate.MoveRun;
import dev.tintype.cli.migrate.StorePair;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.Stock;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.state.RecordJson;
import dev.tintype.server.data.DataFolder;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ctrl-C while `tintype migrate` runs. The store is so large that every phase takes many pages.
final class MigrateInterruptTest {

  private static final int ROWS = 30_000;
  private static final int PAGE = 1_000;

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private String home = "";
  private String other = "";

  /// What the bar shows in each phase that can be stopped.
  private enum Phase {
    COPYING("copying versions"),
    COMPARING("comparing versions"),
    LAST_PASS("copying the last changes of versions"),
    CHECKING("checking versions");

    private final String shown;

    Phase(String shown) {
      this.shown = shown;
    }
  }

  @BeforeAll
  static void fill() {
    String record = Json.write(RecordJson.write(Stock.version(3)));
    try (Opening opening = opening(shared)) {
      RecordTransfer store = transfer("sqlite:" + shared.resolve("filled.db"), opening);
      Mark filling = new Mark(State.FILLING, "fill", "", "", "", Stock.AT, Optional.empty());
      assertThat(store.mark(Mark.NONE, filling)).isTrue();
      for (int first = 0; first < ROWS; first += PAGE) {
        List<Row> rows = new ArrayList<>();
        for (int number = first; number < first + PAGE; number++) {
          rows.add(new Row(Stock.id(number) + "/0123456789abcdef", List.of("1", "", record)));
        }
        assertThat(store.write("fill", Table.VERSIONS, rows, List.of())).isTrue();
      }
      assertThat(store.mark(filling, Mark.NONE)).isTrue();
    }
  }

  @BeforeEach
  void copy() throws Exception {
    Files.copy(shared.resolve("filled.db"), folder.resolve("home.db"));
    home = "sqlite:" + folder.resolve("home.db");
    other = "sqlite:" + folder.resolve("other.db");
  }

  private static Opening opening(Path folder) {
    return new Opening(folder, InstantSource.system(), new SecureRandom());
  }

  private static RecordTransfer transfer(String address, Opening opening) {
    return Providers.of(JobsProvider.class, address).transfer(address, opening).orElseThrow();
  }

  private State state(String address) {
    try (Opening opening = opening(folder)) {
      return transfer(address, opening).mark().state();
    }
  }

  private List<Row> tokens(String address) {
    try (Opening opening = opening(folder)) {
      return transfer(address, opening).page(Table.TOKENS, Optional.empty(), 10);
    }
  }

  private long versions(String address) {
    try (Opening opening = opening(folder)) {
      return transfer(address, opening).count(Table.VERSIONS);
    }
  }

  private MigrateProcess migrate() {
    return new MigrateProcess(
        folder.resolve("data"), Map.of("TINTYPE_JOBS", home, "TINTYPE_QUEUE", home));
  }

  private record Seen(int status, String errors) {}

  /// Sends SIGINT as soon as a stream says something.
  private Seen interrupted(String shown) throws Exception {
    ProcessBuilder builder = migrate().builder(100, "--jobs-to", other);
    // A shell without a terminal lets what it starts in the background ignore SIGINT. And whoever
    // reads the bar has the processor first.
    builder.command().addAll(0, List.of("env", "--default-signal=INT", "nice", "-n", "19"));
    Process process = builder.redirectOutput(folder.resolve("out").toFile()).start();
    process.getOutputStream().close();
    Process killer =
        new ProcessBuilder("sh", "-c", "read -r _ && kill -INT " + process.pid()).start();
    StringBuilder errors = new StringBuilder();
    InputStream stream = process.getErrorStream();
    byte[] piece = new byte[256];
    boolean sent = false;
    for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
      errors.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
      if (!sent && errors.indexOf(shown) >= 0) {
        sent = true;
        killer.outputWriter().write("\n");
        killer.outputWriter().flush();
      }
    }
    killer.outputWriter().close();
    assertThat(sent).as("%s", errors).isTrue();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(killer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Seen(process.exitValue(), errors.toString());
  }

  @ParameterizedTest
  @EnumSource
  void ctrlCLosesNothingAndTheSameCommandGoesOn(Phase phase) throws Exception {
    Seen seen = interrupted(phase.shown);
    assertThat(seen.errors())
        .contains("Interrupted. The old store can be written; the same command goes on.");
    assertThat(seen.status()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(state(home)).isEqualTo(State.OPEN);
    assertThat(state(other)).isEqualTo(State.FILLING);
    String token = written();
    moveOn();
    assertThat(versions(other)).isEqualTo(ROWS);
    assertThat(tokens(other)).extracting(Row::key).containsExactly(token);
    assertThat(state(home)).isEqualTo(State.MOVED);
  }

  /// Does in this process what the same command does.
  private void moveOn() {
    DataFolder settings =
        new DataFolder(folder.resolve("data"), new Addresses("file:", home, home));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    try (StorePair stores = StorePair.to(other, settings);
        MoveReport report = new MoveReport(new Screen(nowhere, nowhere, 0), true)) {
      assertThat(new MoveRun(context, report, () -> false).move(stores)).isTrue();
    }
  }

  private String written() {
    try (Opening opening = opening(folder)) {
      return Providers.of(JobsProvider.class, home)
          .jobs(home, opening)
          .tokens()
          .create("written between", Set.of("images:read"), Optional.empty())
          .token()
          .id();
    }
  }

  /// The old store has been left, so the only way is on.
  @Test
  void ctrlCWhileMessagesAreSentUndoesNothing() throws Exception {
    Seen seen = interrupted("sending messages for versions");
    assertThat(seen.status()).isIn(ExitCode.OK, ExitCode.INTERRUPTED);
    assertThat(state(home)).isEqualTo(State.MOVED);
    assertThat(state(other)).isEqualTo(State.OPEN);
    assertThat(versions(other)).isEqualTo(ROWS);
    assertThat(Files.readString(folder.resolve("out")))
        .contains("TINTYPE_JOBS=" + other)
        .contains("0 messages sent");
    moveOn();
    assertThat(state(other)).isEqualTo(State.OPEN);
  }
}
