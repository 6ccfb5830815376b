package dev.tintype.chaos;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.core.provider.Addresses;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos backup`: backs up a serving host under load, kills the command again and again, and
/// restores elsewhere.
@Command(
    name = "backup",
    description =
        "Kills `tintype backup` at random moments while pictures are uploaded, processed again and "
            + "erased, and restores the last backup elsewhere.")
final class BackupCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "images",
          "files",
          "kills",
          "whole backups",
          "uploads",
          "processed again",
          "erased",
          "ready at the last backup",
          "missing or other after the restore",
          "erased images restored",
          "files copied by the last backup",
          "of",
          "commands that failed",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--images", description = "how many before the uploads (${DEFAULT-VALUE})")
  private int images = 500;

  @Option(names = "--kills", description = "how many (${DEFAULT-VALUE})")
  private int kills = 8;

  @Option(
      names = "--jobs",
      description =
          "an empty PostgreSQL database, to restore into it and back up from it; with --endpoint")
  private Optional<String> jobs = Optional.empty();

  @Option(
      names = "--endpoint",
      description = "the URL of an S3 store whose key and secret are 'test'; with --jobs")
  private Optional<URI> endpoint = Optional.empty();

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    BackupRun trial =
        new BackupRun(
            run.fresh("backup"),
            run.libvips(),
            Map.of("AWS_ACCESS_KEY_ID", Emulator.KEY, "AWS_SECRET_ACCESS_KEY", Emulator.KEY),
            run.seed());
    String place = trial.folder("kept").toString();
    BackupRun.Result result = trial.run(images, kills, place);
    boolean isThere = jobs.isEmpty() || endpoint.isEmpty() || isRestoredThere(trial, place);
    long failed = trial.statuses().stream().filter(status -> status != 0).count();
    run.tell(
        "backup",
        HEADER,
        List.of(
            Integer.toString(images),
            Integer.toString(result.files()),
            Integer.toString(result.kills()),
            Integer.toString(result.backups()),
            Integer.toString(result.uploads()),
            Integer.toString(result.again()),
            Integer.toString(result.erased()),
            Integer.toString(result.ready()),
            Integer.toString(result.missing()),
            Integer.toString(result.shown()),
            Long.toString(result.copied()),
            Long.toString(result.of()),
            Long.toString(failed),
            Run.seconds(began)));
    return result.kills() == kills && result.missing() + result.shown() + failed == 0 && isThere
        ? 0
        : 1;
  }

  /// Restores into PostgreSQL and S3, backs that up into a bucket, and restores that into a folder.
  private boolean isRestoredThere(BackupRun trial, String place) throws Exception {
    URI url = endpoint.orElseThrow();
    EmulatedAws s3 = new EmulatedAws(new Emulator("S3", url, url, url, Optional.empty()));
    String storage = "s3://%s,%s?endpoint=%s".formatted(s3.newBucket(), s3.newBucket(), url);
    String database = jobs.orElseThrow();
    Map<String, String> settings =
        Map.of("TINTYPE_STORAGE", storage, "TINTYPE_JOBS", database, "TINTYPE_QUEUE", database);
    Addresses there = new Addresses(storage, database, database);
    trial.restore(place, trial.folder("there"), there, settings);
    ReadyImages first = ReadyImages.of(trial.folder("restored"), Addresses.DATA_FOLDER);
    List<String> missing = first.missing(trial.folder("there"), there, Set.of());
    String bucket = "s3://%s/kept?endpoint=%s".formatted(s3.newBucket(), url);
    trial.ended(settings, "backup", bucket, "--json", "--data", trial.folder("there").toString());
    trial.ended(settings, "backup", "verify", bucket);
    trial.restore(bucket, trial.folder("back"), Addresses.DATA_FOLDER, Map.of());
    List<String> back = first.missing(trial.folder("back"), Addresses.DATA_FOLDER, Set.of());
    System.out.println(
        "PostgreSQL and S3: %d ready, %d missing or other there, %d missing or other back in files"
            .formatted(first.shown().size(), missing.size(), back.size()));
    return missing.isEmpty() && back.isEmpty();
  }
}
