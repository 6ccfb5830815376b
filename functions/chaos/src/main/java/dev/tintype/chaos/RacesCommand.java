package dev.tintype.chaos;

import dev.tintype.core.flow.Races;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.provider.Addresses;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos races`: two workers on one image, in one process, over files and SQLite or other stores.
@Command(
    name = "races",
    description =
        "Lets two workers race for one image, and freezes workers past their lease: in one process, "
            + "over files and SQLite or other stores, with a clock that is moved.")
final class RacesCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "race",
          "races",
          "frozen",
          "image erased meanwhile",
          "stale writes",
          "changed after the end",
          "unexpected outcome",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--together", description = "races of two workers (${DEFAULT-VALUE})")
  private int together = 10_000;

  @Option(names = "--frozen", description = "frozen workers (${DEFAULT-VALUE})")
  private int frozen = 1_000;

  @Option(
      names = "--jobs",
      paramLabel = "ADDRESS",
      description =
          "the job store and the queue, such as postgres://USER@HOST/DATABASE (${DEFAULT-VALUE})")
  private String jobs = Addresses.DATA_FOLDER.jobs();

  @Option(
      names = "--storage",
      paramLabel = "ADDRESS",
      description = "the storage, such as s3://ORIGINALS,VARIANTS?endpoint=URL (${DEFAULT-VALUE})")
  private String storage = Addresses.DATA_FOLDER.storage();

  @Override
  public Integer call() throws Exception {
    Path folder = run.fresh("races");
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    try (Backends backends = Backends.open(home(folder), clock, new SecureRandom())) {
      Races races =
          new Races(
              backends.jobs(),
              backends.originals(),
              backends.variants(),
              clock,
              folder.resolve("work"),
              run.seed());
      long began = System.nanoTime();
      boolean good = tell("two workers at once", races.together(together), began);
      began = System.nanoTime();
      boolean alsoGood = tell("frozen, woken", races.frozen(frozen), began);
      return good && alsoGood ? 0 : 1;
    }
  }

  private DataFolder home(Path folder) {
    return new DataFolder(folder, new Addresses(storage, jobs, jobs));
  }

  /// Names what is not the usual one.
  private String row(String name) {
    Addresses usual = Addresses.DATA_FOLDER;
    return name
        + (jobs.equals(usual.jobs()) ? "" : ", " + Run.scheme(jobs))
        + (storage.equals(usual.storage()) ? "" : ", " + Run.scheme(storage));
  }

  private boolean tell(String name, Races.Tally tally, long began) throws Exception {
    run.tell(
        "races",
        HEADER,
        List.of(
            row(name),
            Integer.toString(tally.races()),
            Integer.toString(tally.frozen()),
            Integer.toString(tally.erased()),
            Integer.toString(tally.staleWrites()),
            Integer.toString(tally.changed()),
            Integer.toString(tally.unfinished()),
            Run.seconds(began)));
    return tally.staleWrites() + tally.changed() + tally.unfinished() == 0;
  }
}
