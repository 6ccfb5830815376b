package dev.tintype.bench;

import dev.tintype.bench.report.MarkedDocument;
import dev.tintype.render.fuzz.FuzzRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sends any number of mutated images through jailed renderers.
@Command(
    name = "fuzz",
    description = {
      "Sends any number of mutated images through jailed renderers.",
      "A stopped run continues where it was. Exits 1 when a renderer died, hung, exceeded its"
          + " memory cap or left a file; the image that caused it is kept in --kept."
    })
final class FuzzCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Option(names = "--mutants", description = "total number of mutants (${DEFAULT-VALUE})")
  private int mutants = 100_000;

  @Option(names = "--seed", description = "determines the mutants (${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--renderers", description = "how many run at once (${DEFAULT-VALUE})")
  private int renderers = 2;

  @Option(names = "--kept", description = "folder for state and findings (WORK/fuzz)")
  private Path kept = Path.of("fuzz");

  @Option(names = "--write", description = "write the table into security.md")
  private boolean write;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(setup.work().resolve(kept));
    FuzzRun run = new FuzzRun(setup.libvips(), folder, seed);
    boolean holds = run.until(mutants, renderers, System.err::println);
    System.out.print(run.report());
    if (write) {
      new MarkedDocument(setup.docs().resolve("security.md"), "fuzz, ").write(run.report());
    }
    return holds ? 0 : 1;
  }
}
