package dev.tintype.render.fuzz;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.Seeds;
import dev.tintype.render.fuzz.Corpus.Seedling;
import dev.tintype.render.process.TrialRenderer;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Sends mutants through real jailed renderers, each with the whole jail and the usual cap. Unlike
/// in service, a renderer is kept after a rejection: starting a fresh one costs a hundred times
/// more than a mutant. It is replaced after a death and every 2,000 jobs.
final class Fuzzer {

  /// One small WebP, which may move: what is tested is the way in.
  private static final Recipe TINY =
      new Recipe(
          "tiny",
          List.of(16),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ true);

  private static final int LOOK_EVERY = 50;

  private final List<Seedling> corpus;
  private final Path folder;
  private final Path findings;
  private final long seed;
  private final Tally tally = new Tally();
  private final AtomicLong next = new AtomicLong();

  /// @param folder for renderers' work
  /// @param findings where mutants that killed a renderer are kept
  Fuzzer(Vips vips, Path folder, Path findings, long seed) {
    this.corpus = Corpus.of(vips);
    this.folder = folder;
    this.findings = findings;
    this.seed = seed;
  }

  /// Sends mutants until told to stop.
  ///
  /// @param renderers how many at once
  Tally run(int renderers, BooleanSupplier goOn) throws InterruptedException {
    List<Thread> threads =
        java.util.stream.IntStream.range(0, renderers)
            .mapToObj(i -> Thread.ofPlatform().name("fuzz-" + i).start(() -> work(i, goOn)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    return tally;
  }

  Tally tally() {
    return tally;
  }

  private void work(int index, BooleanSupplier goOn) {
    try (TrialRenderer renderer =
        TrialRenderer.kept(folder.resolve("fuzz-" + index), Duration.ofMinutes(2))) {
      for (int i = 1; goOn.getAsBoolean(); i++) {
        one(renderer, next.getAndIncrement());
        if (i % LOOK_EVERY == 0) {
          tally.peak(renderer.peakBytes());
          tally.leftovers(renderer.leftovers().size());
        }
      }
      tally.peak(renderer.peakBytes());
      tally.leftovers(renderer.leftovers().size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void one(TrialRenderer renderer, long number) throws InterruptedException {
    RandomGenerator random = Seeds.random(seed * 1_000_000_007L + number);
    Seedling seedling = corpus.get(random.nextInt(corpus.size()));
    byte[] mutant = new Mutator(random).mutate(seedling.container(), seedling.file());
    String format = seedling.container().name();
    switch (renderer.render(mutant, TINY)) {
      case Rendering.Rendered _ -> tally.add(format, "rendered", true);
      case Rendering.Rejected(Rejection reason, String detail) ->
          tally.add(format, reason.code(), detail.contains("decode: "));
      case Rendering.Died(var step, Rejection cause, String detail) -> {
        boolean late = cause == Rejection.DECODER_TIMEOUT;
        keep(mutant, number, step + " " + cause + "\n" + detail);
        tally.add(format, late ? "timeout" : "crashed", true);
      }
      case Rendering.Interrupted() -> Thread.currentThread().interrupt();
    }
  }

  private void keep(byte[] mutant, long number, String story) {
    try {
      Files.createDirectories(findings);
      Files.write(findings.resolve("mutant-" + seed + "-" + number), mutant);
      Files.writeString(findings.resolve("mutant-" + seed + "-" + number + ".txt"), story);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
