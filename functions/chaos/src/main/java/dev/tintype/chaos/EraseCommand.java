package dev.tintype.chaos;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos erase`: erases images, and looks at every receipt.
@Command(
    name = "erase",
    description =
        "Erases images on one machine, with a clock that is moved, while an edge cache keeps some "
            + "of them; verifies every receipt, changes each value of it in turn, and asks for "
            + "every file.")
final class EraseCommand implements Callable<Integer> {

  private static final List<String> HEADER =
      List.of(
          "images",
          "files",
          "kept by the edge cache",
          "receipts while kept",
          "receipts that verify",
          "changed receipts",
          "of these verify",
          "URLs that answer",
          "`image.erased`",
          "longest, from request to last look",
          "took");

  @Mixin private Run run = new Run();

  @Option(names = "--images", description = "how many (${DEFAULT-VALUE})")
  private int images = 1_000;

  @Option(names = "--kept", description = "how many the edge cache keeps (${DEFAULT-VALUE})")
  private int kept = 20;

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    EraseRun.Result result = new EraseRun(run.fresh("erase"), images, kept).run();
    run.tell(
        "erase",
        HEADER,
        List.of(
            Integer.toString(images),
            Integer.toString(result.files()),
            Integer.toString(kept),
            Integer.toString(result.early()),
            Integer.toString(result.receipts()),
            Integer.toString(result.forgeries()),
            Integer.toString(result.accepted()),
            Integer.toString(result.shown()),
            Integer.toString(result.told()),
            Run.seconds(result.longest()),
            Run.seconds(began)));
    boolean isGood =
        result.early() == 0
            && result.receipts() == images
            && result.forgeries() > images
            && result.accepted() == 0
            && result.shown() == 0
            && result.told() == images;
    return isGood ? 0 : 1;
  }
}
