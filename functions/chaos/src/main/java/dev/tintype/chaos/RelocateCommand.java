package dev.tintype.chaos;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos files`: moves the files of a serving host to an S3 store, and kills the command again and
/// again.
@Command(
    name = "files",
    description =
        "Kills `tintype migrate files` at random moments while files are read and uploaded, and "
            + "finishes the move.")
final class RelocateCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "images",
          "files",
          "kills",
          "reads",
          "failed reads",
          "uploads",
          "lost uploads",
          "kills of --finish",
          "images erased",
          "erased files shown",
          "status of --verify, --finish, verify",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--images", description = "how many are moved (${DEFAULT-VALUE})")
  private int images = 2_000;

  @Option(names = "--kills", description = "how many (${DEFAULT-VALUE})")
  private int kills = 20;

  @Option(names = "--reads", description = "how many per second (${DEFAULT-VALUE})")
  private int reads = 200;

  @Option(
      names = "--endpoint",
      required = true,
      description = "the URL of an S3 store whose key and secret are 'test'")
  private URI endpoint = URI.create("");

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    RelocateRun.Result result =
        new RelocateRun(run.fresh("files"), run.libvips(), endpoint, images, reads, run.seed())
            .run(kills);
    run.tell(
        "files",
        HEADER,
        List.of(
            Integer.toString(images),
            Integer.toString(result.files()),
            Integer.toString(result.kills()),
            Long.toString(result.reads()),
            Integer.toString(result.failedReads()),
            Integer.toString(result.uploads()),
            Integer.toString(result.lost()),
            Integer.toString(result.finishKills()),
            Integer.toString(result.erased()),
            Integer.toString(result.shown()),
            result.statuses().toString(),
            Run.seconds(began)));
    boolean isGood =
        result.kills() == kills
            && result.finishKills() > 0
            && result.failedReads() == 0
            && result.lost() == 0
            && result.shown() == 0
            && result.statuses().equals(List.of(0, 0, 0));
    return isGood ? 0 : 1;
  }
}
