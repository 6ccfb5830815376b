package dev.tintype.render.fuzz;

import dev.tintype.vips.Vips;
import java.nio.file.Files;
import java.nio.file.Path;

/// Fuzzes as long as one likes: `FuzzMain MUTANTS [SEED [RENDERERS [FINDINGS]]]`. Prints how far it
/// is to standard error, and at last the table to standard output. Exits 1 when a renderer died,
/// hung, grew beyond its cap or left a file behind; what killed it is kept in FINDINGS.
public final class FuzzMain {

  private static final long CAP_BYTES = 1536L << 20;

  private FuzzMain() {}

  /// Runs the fuzzer.
  public static void main(String[] arguments) throws Exception {
    int mutants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    int renderers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    Path findings = Path.of(arguments.length > 3 ? arguments[3] : "findings");
    Vips vips = Vips.start(Path.of(System.getProperty("tintype.libvips", "")));
    Path folder = Files.createTempDirectory("tintype-fuzz");
    Fuzzer fuzzer = new Fuzzer(vips, folder, findings, seed);
    Thread.ofPlatform().daemon().start(() -> tell(fuzzer.tally(), mutants));
    Tally tally = fuzzer.run(renderers, () -> fuzzer.tally().count() < mutants);
    Files.delete(folder);
    System.out.print("Seed " + seed + ", " + tally.count() + " mutants.\n\n" + tally.table());
    boolean bad =
        tally.of("crashed") + tally.of("timeout") + tally.leftovers() > 0
            || tally.peakBytes() > CAP_BYTES;
    System.exit(bad ? 1 : 0);
  }

  private static void tell(Tally tally, int mutants) {
    try {
      for (boolean ever = true; ever; ever = tally.count() < mutants) {
        Thread.sleep(20_000);
        System.err.println(tally.count() + " of " + mutants + ", crashed " + tally.of("crashed"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
