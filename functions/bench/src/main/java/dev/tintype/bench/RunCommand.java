package dev.tintype.bench;

import dev.tintype.bench.contestant.Contestant;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.bench.figure.Row;
import dev.tintype.bench.input.MeasuredRecipes;
import dev.tintype.core.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures rows, with the contestants in turns, stores the figures and rewrites the document.
@Command(
    name = "run",
    sortOptions = false,
    header = "Measure rows, all contestants in turns.",
    description = {
      "",
      "Without ids, measures every row of docs/benchmarks.md, which takes hours."
          + " Needs Node.js with npm for sharp."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench run --photos photos",
      "  tintype bench run p12/fast --rounds 3 --photos photos",
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private Setup setup = new Setup();

  @Parameters(
      arity = "0..*",
      paramLabel = "ROW",
      description = "The rows to measure, such as p12/fast.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of rounds; by default each row's own.")
  private int rounds;

  @Option(
      names = "--who",
      split = ";",
      paramLabel = "NAME",
      description = "The contestants; by default each row's own.")
  private List<String> who = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Measurement measurement : Measurement.all()) {
      if (ids.isEmpty() || ids.contains(measurement.id())) {
        Row row = measure(measurement);
        setup.figures().add(row.json());
      }
    }
    ReportCommand.write(setup);
    return 0;
  }

  private Row measure(Measurement measurement) throws IOException, InterruptedException {
    Path original = setup.original(measurement.original());
    Recipe recipe = MeasuredRecipes.named(measurement.recipe());
    Map<String, Contestant> contestants = new LinkedHashMap<>();
    try {
      for (String name : who.isEmpty() ? measurement.who() : who) {
        contestants.put(name, new Contestants(setup).make(name, original, recipe));
      }
      return measure(measurement, contestants);
    } finally {
      contestants.values().forEach(Contestant::close);
    }
  }

  private Row measure(Measurement measurement, Map<String, Contestant> contestants)
      throws IOException, InterruptedException {
    for (Contestant contestant : contestants.values()) {
      contestant.run();
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    List<Map.Entry<String, Contestant>> order = new ArrayList<>(contestants.entrySet());
    contestants.keySet().forEach(name -> samples.put(name, new ArrayList<>()));
    int turns = rounds > 0 ? rounds : measurement.rounds();
    for (int round = 0; round < turns; round++) {
      for (Map.Entry<String, Contestant> next : order) {
        Sample sample = next.getValue().run();
        samples.computeIfAbsent(next.getKey(), _ -> new ArrayList<>()).add(sample);
        System.err.printf(
            Locale.ROOT,
            "%s %d/%d %-24s cpu %.2f+%.3f wall %.2f%n",
            measurement.id(),
            round + 1,
            turns,
            next.getKey(),
            sample.cpu(),
            sample.parentCpu(),
            sample.wall());
      }
      order.add(order.removeFirst());
    }
    Map<String, Long> peaks = new LinkedHashMap<>();
    for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
      peaks.put(contestant.getKey(), contestant.getValue().peakBytes());
    }
    return new Row(measurement.id(), samples, peaks);
  }
}
