package dev.tintype.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.bench.contestant.RendererContestant;
import dev.tintype.bench.input.MeasuredRecipes;
import dev.tintype.core.json.Json;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sends many jobs to one renderer and records its memory.
@Command(
    name = "soak",
    sortOptions = false,
    header = "Send many jobs to one renderer and record its memory.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench soak --photos photos",
      "  tintype bench soak --original p12 --jobs 100 --every 10 --photos photos",
    })
final class SoakCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Option(names = "--jobs", paramLabel = "N", description = "Number of jobs (${DEFAULT-VALUE}).")
  private int jobs = 2000;

  @Option(
      names = "--original",
      paramLabel = "NAME",
      description = "The original to render (${DEFAULT-VALUE}).")
  private String original = "small-2mp";

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Jobs between two readings (${DEFAULT-VALUE}).")
  private int every = 200;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path scratch = setup.scratch();
    ObjectNode figure = Json.object().put("id", "soak/" + original).put("jobs", jobs);
    ArrayNode looks = figure.putArray("looks");
    try (RendererContestant renderer =
        new RendererContestant(
            setup.bundle(),
            scratch,
            JailMode.REQUIRE,
            jobs + 1,
            setup.original(original),
            MeasuredRecipes.named("fast"))) {
      for (int job = 1; job <= jobs; job++) {
        double cpu = renderer.run().cpu();
        if (Double.isNaN(cpu)) {
          throw new IllegalStateException("the renderer was replaced at job " + job);
        }
        if (job == 1 || job % every == 0) {
          long bytes = renderer.residentBytes();
          looks.addObject().put("job", job).put("residentBytes", bytes);
          System.err.printf(Locale.ROOT, "job %d: %.1f MB%n", job, bytes / 1e6);
        }
      }
      figure.put("peakBytes", renderer.peakBytes());
    }
    setup.figures().add(figure);
    ReportCommand.write(setup);
    return 0;
  }
}
