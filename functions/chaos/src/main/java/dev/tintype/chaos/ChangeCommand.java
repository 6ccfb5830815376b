package dev.tintype.chaos;

import dev.tintype.chaos.stack.Stack;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos change`: kills the change of a recipe again and again, and rolls many images back.
@Command(
    name = "change",
    description =
        "Kills `tintype reprocess --apply` at random moments and goes on, then measures --rollback.")
final class ChangeCommand implements Callable<Integer> {

  private static final List<String> KILLED =
      List.of(
          "images",
          "kills",
          "moved",
          "versions made twice or in two attempts",
          "other versions",
          "one notification id each",
          "damaged files",
          "took");

  private static final List<String> BACK =
      List.of("images", "went back", "show the version before", "versions made", "took");

  @Mixin private Run run = new Run();

  @Option(names = "--images", description = "how many are moved (${DEFAULT-VALUE})")
  private int images = 300;

  @Option(names = "--kills", description = "how many (${DEFAULT-VALUE})")
  private int kills = 20;

  @Option(names = "--rate", description = "how many requests per second (${DEFAULT-VALUE})")
  private int rate = 12;

  @Option(names = "--back", description = "how many images go back (${DEFAULT-VALUE})")
  private int back = 10_000;

  @Override
  public Integer call() throws Exception {
    boolean killsAreGood = areKillsGood();
    boolean rollbackIsGood = isRollbackGood();
    return killsAreGood && rollbackIsGood ? 0 : 1;
  }

  private boolean areKillsGood() throws IOException, InterruptedException {
    long began = System.nanoTime();
    ChangeRun.Result result;
    try (Stack stack = new Stack(run.fresh("change"), run.libvips())) {
      result = new ChangeRun(stack, images, rate, run.seed()).run(kills);
    }
    run.tell(
        "change",
        KILLED,
        List.of(
            Integer.toString(images),
            Integer.toString(result.kills()),
            Integer.toString(result.moved()),
            Integer.toString(result.repeated()),
            Integer.toString(result.others()),
            Integer.toString(result.toldOnce()),
            Integer.toString(result.damages()),
            Run.seconds(began)));
    return result.equals(new ChangeRun.Result(kills, images, 0, 0, images, 0));
  }

  private boolean isRollbackGood() throws IOException, InterruptedException {
    BackRun.Result result;
    try (Stack stack = new Stack(run.fresh("back"), run.libvips())) {
      result = new BackRun(stack, back).run();
    }
    run.tell(
        "back",
        BACK,
        List.of(
            Integer.toString(back),
            Integer.toString(result.moved()),
            Integer.toString(result.before()),
            Integer.toString(result.made()),
            Run.seconds(result.took())));
    return result.moved() == back && result.before() == back && result.made() == 0;
  }
}
