package dev.tintype.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.ReceiptKeyFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `tintype migrate` says.
final class MoveRunTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private final List<Opening> openings = new ArrayList<>();
  private String home = "";
  private String other = "";

  @BeforeEach
  void fill() {
    home = "sqlite:" + folder.resolve("home.db");
    other = "sqlite:" + folder.resolve("other.db");
    write(home);
  }

  private void write(String jobs) {
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      var _ =
          Providers.of(JobsProvider.class, jobs)
              .jobs(jobs, opening)
              .tokens()
              .create("label", Set.of("images:read"), Optional.empty());
    }
  }

  private HostNotes notes(String jobs) {
    Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom());
    openings.add(opening);
    return Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).notes();
  }

  @AfterEach
  void close() {
    openings.forEach(Opening::close);
  }

  private DataFolder settings() {
    return new DataFolder(folder.resolve("data"), new Addresses("file:", home, home));
  }

  private MoveReport report(boolean json) {
    return report(json, 0);
  }

  private MoveReport report(boolean json, int columns) {
    return new MoveReport(
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(notes, true, StandardCharsets.UTF_8),
            columns),
        json);
  }

  private static MoveRun run(MoveReport report, BooleanSupplier stopping) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return new MoveRun(context, report, stopping);
  }

  private boolean move(String to, boolean json) {
    try (StorePair stores = StorePair.to(to, settings())) {
      return run(report(json), () -> false).move(stores);
    }
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<JsonNode> events() {
    return said().lines().<JsonNode>map(line -> Json.parse(line).node()).toList();
  }

  private String noted() {
    return notes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoreThatMayLoseAnsweredWritesIsWarnedOf(boolean json) {
    String doubtful = "doubtful:" + folder.resolve("other.db");
    try (StorePair stores = StorePair.to(doubtful, settings())) {
      run(report(json), () -> false).plan(stores);
    }
    assertThat(noted()).isEqualTo("The new store: fsync: is off.\n");
    notes.reset();
    assertThat(move(doubtful, json)).isTrue();
    assertThat(noted()).isEqualTo("The new store: fsync: is off.\n");
  }

  @Test
  void aStoreWithoutDoubtsIsNotWarnedOf() {
    assertThat(move(other, false)).isTrue();
    assertThat(noted()).isEmpty();
    assertThat(said())
        .startsWith("Moving the records of " + home + " to " + other + ".\n")
        .contains("All records are copied. Nothing can be written for about ")
        .containsPattern("tokens +1  sha256 [0-9a-f]{64}\n")
        .contains("TINTYPE_JOBS=" + other + "\n", "TINTYPE_QUEUE=" + other + "\n")
        .contains("--back")
        .endsWith("0 messages sent for what waits.\n");
  }

  @Test
  void thePublicKeysOfReceiptsGoAlong() {
    String name = ReceiptKeyFolder.NOTE + "id";
    notes(home).write(name, "key");
    notes(home).write("other/id", "text");
    assertThat(move(other, false)).isTrue();
    assertThat(notes(other).list("")).extracting(HostNotes.Note::name).containsExactly(name);
    assertThat(notes(other).find(name).orElseThrow().text()).isEqualTo("key");
  }

  @Test
  void noQueueIsNamedWhereNoServerCanUseOne() {
    String doubtful = "doubtful:" + folder.resolve("other.db");
    assertThat(move(doubtful, false)).isTrue();
    assertThat(said())
        .contains("The stack on AWS has the records from now on, in " + doubtful)
        .doesNotContain("TINTYPE_QUEUE", "--back", "messages sent");
    out.reset();
    assertThat(move(doubtful, true)).isTrue();
    assertThat(events().getLast().path("event").asText()).isEqualTo("moved");
    assertThat(events().getLast().has("settings")).isFalse();
  }

  /// Stops as soon as the bar says something.
  private boolean stoppedAt(String bar) {
    BooleanSupplier stopping = () -> noted().contains(bar);
    try (StorePair stores = StorePair.to(other, settings())) {
      return !run(report(false, 100), stopping).move(stores);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copying versions",
        "copying tokens",
        "comparing versions",
        "copying the last changes of versions",
        "checking versions",
        "checking tokens"
      })
  void whoStopsItInAnyPhaseIsToldHowToGoOn(String bar) {
    assertThat(stoppedAt(bar)).isTrue();
    assertThat(noted())
        .contains("Interrupted. The old store can be written; the same command goes on.\n");
    write(home);
    out.reset();
    assertThat(move(other, true)).isTrue();
    assertThat(
            events().stream()
                .filter(line -> line.path("event").asText().equals("moved"))
                .map(line -> line.path("tables").path("tokens").path("rows").asInt()))
        .containsExactly(2);
  }

  @Test
  void aDiscardedStoreIsNamedWithTheOneThatHasTheRecords() {
    assertThat(stoppedAt("comparing")).isTrue();
    out.reset();
    try (StorePair stores = StorePair.filling(other, settings())) {
      assertThat(run(report(false), () -> true).discard(stores)).isFalse();
      assertThat(noted()).endsWith("Some rows are removed; the same command goes on.\n");
      assertThat(run(report(false), () -> false).discard(stores)).isTrue();
      assertThat(stores.to().mark().state()).isEqualTo(State.OPEN);
      assertThat(stores.to().count(Table.TOKENS)).isZero();
    }
    assertThat(said())
        .endsWith(other + " is empty: 1 row removed. The records are in " + home + ".\n");
  }
}
