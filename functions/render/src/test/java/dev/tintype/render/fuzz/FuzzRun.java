package dev.tintype.render.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/// A fuzzer run that can be interrupted and continued. It saves the results after every thousand
/// mutants and keeps mutants that killed a renderer.
public final class FuzzRun {

  private static final long CAP_BYTES = 1536L << 20;
  private static final int BATCH = 1000;

  private final Path state;
  private final Fuzzer fuzzer;
  private final String libvips;
  private final long seed;
  private int sent;
  private int starts = 1;
  private int ends;

  /// Starts a run, or continues the one in the folder.
  ///
  /// @param libvips the folder of libvips
  /// @param kept an existing folder for the run's state and for mutants that killed a renderer
  /// @throws IllegalStateException when the folder holds a run with another seed, corpus or libvips
  public FuzzRun(Path libvips, Path kept, long seed) throws IOException {
    Vips vips = Vips.start(libvips);
    this.state = kept.resolve("fuzz.json");
    this.libvips = vips.version().toString();
    this.seed = seed;
    Corpus corpus = Corpus.of(vips);
    Tally tally = new Tally();
    if (Files.exists(state)) {
      JsonObject json = Json.parse(Files.readAllBytes(state));
      demand(json, corpus);
      tally = Tally.of(json.object("tally"));
      sent = json.int32("sent", 0, Integer.MAX_VALUE);
      starts = json.int32("starts", 1, Integer.MAX_VALUE) + 1;
      ends = json.int32("ends", 0, Integer.MAX_VALUE);
    }
    this.fuzzer =
        new Fuzzer(
            corpus,
            new Fuzzer.Place(libvips, Files.createTempDirectory("tintype-fuzz"), kept),
            seed,
            tally);
    write(corpus.digest());
  }

  private void demand(JsonObject json, Corpus corpus) {
    if (json.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE) != seed
        || !json.text("corpus").equals(corpus.digest())
        || !json.text("libvips").equals(libvips)) {
      throw new IllegalStateException(
          state + " is of another seed, corpus or libvips: move it away to begin anew");
    }
  }

  /// Sends mutants until the given number has been sent in all runs together.
  ///
  /// @param renderers how many run at once
  /// @param told receives the progress after each batch
  /// @return whether no renderer died, hung, exceeded its cap or left a file
  public boolean until(int mutants, int renderers, Consumer<String> told)
      throws IOException, InterruptedException {
    while (sent < mutants) {
      int upTo = Math.min(mutants, sent + BATCH);
      fuzzer.run(renderers, sent, upTo);
      sent = upTo;
      write(fuzzer.corpus().digest());
      Tally tally = fuzzer.tally();
      told.accept(
          sent + " of " + mutants + ", " + (tally.of("crashed") + tally.of("timeout")) + " deaths");
    }
    ends++;
    write(fuzzer.corpus().digest());
    fuzzer.close();
    return holds();
  }

  private boolean holds() {
    Tally tally = fuzzer.tally();
    return tally.of("crashed") + tally.of("timeout") + tally.leftovers() == 0
        && tally.peakBytes() <= CAP_BYTES;
  }

  /// @return the results of all mutants, in Markdown
  public String report() {
    return """
    %d mutants of seed %d, libvips %s, in %d runs, %d of which finished.

    %s\
    """
        .formatted(fuzzer.tally().count(), seed, libvips, starts, ends, fuzzer.tally().table());
  }

  private void write(String corpus) throws IOException {
    ObjectNode json =
        Json.object()
            .put("seed", seed)
            .put("corpus", corpus)
            .put("libvips", libvips)
            .put("sent", sent)
            .put("starts", starts)
            .put("ends", ends);
    json.set("tally", fuzzer.tally().json());
    Path next = state.resolveSibling("fuzz.json.new");
    Files.writeString(next, Json.write(json));
    Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
