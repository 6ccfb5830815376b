package dev.tintype.postgres;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.RecordMove;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures a move of many records from a new SQLite file to an empty PostgreSQL database, and
/// back; `functions/postgres/measure-move` runs it. Half of the records are images, half are their
/// versions, ready with all variants of the recipe `fast`.
final class MoveMeasure {

  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final int PAGE = 1_000;

  private MoveMeasure() {}

  /// @param arguments the address of the database, a folder for the file, the number of records,
  ///   and `there` for the first way alone
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[1]);
    int images = Integer.parseInt(arguments[2]) / 2;
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      RecordTransfer file = open("sqlite:" + folder.resolve("measured.db"), opening);
      RecordTransfer database = open(arguments[0], opening);
      if (file.count(Table.IMAGES) == 0) {
        fill(file, images);
      }
      measure("there", file, database);
      if (arguments.length == 3) {
        measure("back", database, file);
      }
    }
  }

  private static RecordTransfer open(String address, Opening opening) {
    return Providers.of(JobsProvider.class, address).transfer(address, opening).orElseThrow();
  }

  private static void fill(RecordTransfer file, int images) {
    Mark filling = new Mark(State.FILLING, "fill", "", "nowhere", "", AT, Optional.empty());
    file.mark(Mark.NONE, filling);
    long bytes = 0;
    for (int first = 0; first < images; first += PAGE) {
      List<Row> versions = new ArrayList<>();
      List<Row> owners = new ArrayList<>();
      for (int number = first; number < Math.min(images, first + PAGE); number++) {
        VersionRecord version = version(number);
        ImageRecord image =
            ImageRecord.first(
                version.job().imageId(), Optional.empty(), version.job().version(), AT);
        String text = Json.write(RecordJson.write(version));
        bytes += text.length();
        versions.add(
            new Row(
                image.id() + "/" + version.job().version(),
                List.of(Long.toString(version.epoch()), "", text)));
        owners.add(
            new Row(
                image.id().value(), List.of("1", "1", "", Json.write(RecordJson.write(image)))));
      }
      file.write("fill", Table.VERSIONS, versions, List.of());
      file.write("fill", Table.IMAGES, owners, List.of());
    }
    file.mark(filling, new Mark(State.OPEN, "fill", "", "", "", AT, Optional.empty()));
    System.out.printf("filled: %d records, a version has %d bytes%n", images * 2, bytes / images);
  }

  private static VersionRecord version(int number) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRST%08d".formatted(number)),
            new Original(Sha256.of("original " + number), 1_000, "image/jpeg"),
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            AT);
    return Upload.awaited(job, 1, AT, AT)
        .to(new Ready(MemoryRenderer.manifest(job)), Optional.empty(), AT);
  }

  private static void measure(String way, RecordTransfer from, RecordTransfer to) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    long began = System.nanoTime();
    Duration[] estimate = {Duration.ZERO};
    MoveListener listener =
        new MoveListener() {
          @Override
          public void advanced(Phase phase, Table table, long done, long rows) {}

          @Override
          public void closing(Duration told) {
            estimate[0] = told;
          }

          @Override
          public void reached(Boundary boundary) {
            System.out.printf(
                "%s %s after %d ms%n", way, boundary, (System.nanoTime() - began) / 1_000_000);
          }
        };
    Ended ended = new RecordMove(from, to, context, listener, () -> false, System::nanoTime).move();
    System.out.printf(
        "%s: %d ms, told %d ms without writes, %s, heap at most %d MB%n",
        way,
        (System.nanoTime() - began) / 1_000_000,
        estimate[0].toMillis(),
        ended instanceof Ended.Moved moved ? "were " + moved.closed().toMillis() : "stopped",
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum()
            >> 20);
  }
}
