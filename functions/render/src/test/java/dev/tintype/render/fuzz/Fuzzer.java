package dev.tintype.render.fuzz;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Size;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.Seeds;
import dev.tintype.render.fuzz.Corpus.Seedling;
import dev.tintype.render.process.TrialRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Sends mutants through real jailed renderers, each with the full jail and the usual cap. Unlike
/// in production, a renderer is kept after a rejection, because a start costs a hundred times more
/// than a mutant. It is replaced after a crash and every 2,000 jobs.
final class Fuzzer implements AutoCloseable {

  /// One small WebP, which may be animated: the decoders are under test, not the encoders.
  private static final Recipe TINY =
      new Recipe(
          "tiny",
          Size.widths(16),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ true);

  private static final int LOOK_EVERY = 50;

  private final Corpus corpus;
  private final Place place;
  private final long seed;
  private final Tally tally;
  private final List<TrialRenderer> renderers = new ArrayList<>();

  /// The folders of a fuzzer.
  ///
  /// @param libvips the folder its renderers load
  /// @param work for the renderers' work folders; removed at the end
  /// @param findings where mutants that killed a renderer are kept
  record Place(Path libvips, Path work, Path findings) {}

  /// @param tally results of earlier mutants; results of this run are added
  Fuzzer(Corpus corpus, Place place, long seed, Tally tally) {
    this.corpus = corpus;
    this.place = place;
    this.seed = seed;
    this.tally = tally;
  }

  /// Sends some of the seed's mutants. Which renderer gets a mutant does not change it.
  ///
  /// @param abreast how many renderers run at once
  /// @param from number of the first mutant
  /// @param to number after the last mutant
  void run(int abreast, int from, int to) throws InterruptedException {
    while (renderers.size() < abreast) {
      Path own = place.work().resolve("fuzz-" + renderers.size());
      renderers.add(TrialRenderer.kept(place.libvips(), own, Duration.ofMinutes(2)));
    }
    AtomicInteger next = new AtomicInteger(from);
    List<Thread> threads =
        renderers.stream()
            .map(renderer -> Thread.ofPlatform().name("fuzz").start(() -> work(renderer, next, to)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    if (next.get() < to + abreast) {
      throw new IllegalStateException("a worker of the fuzzer ended early");
    }
  }

  Tally tally() {
    return tally;
  }

  Corpus corpus() {
    return corpus;
  }

  private void work(TrialRenderer renderer, AtomicInteger next, int to) {
    try {
      int done = 0;
      for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
        one(renderer, i);
        if (++done % LOOK_EVERY == 0) {
          look(renderer);
        }
      }
      look(renderer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(TrialRenderer renderer) {
    tally.peak(renderer.peakBytes());
    tally.leftovers(renderer.leftovers().size());
  }

  /// Ends the renderers and removes their folders.
  @Override
  public void close() {
    renderers.forEach(TrialRenderer::close);
    try {
      Files.deleteIfExists(place.work());
    } catch (IOException e) {
      throw new UncheckedIOException("something was left in " + place.work(), e);
    }
  }

  private void one(TrialRenderer renderer, long number) throws InterruptedException {
    RandomGenerator random = Seeds.random(seed * 1_000_000_007L + number);
    Seedling seedling = corpus.seedling(number, random);
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
      Files.createDirectories(place.findings());
      Files.write(place.findings().resolve("mutant-" + seed + "-" + number), mutant);
      Files.writeString(place.findings().resolve("mutant-" + seed + "-" + number + ".txt"), story);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
