package dev.tintype.bench;

import dev.tintype.bench.queue.Part;
import dev.tintype.core.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures one part of one queue and prints the figures as JSON. `functions/bench/queues/run`
/// starts the servers and calls it.
@Command(
    name = "queue",
    sortOptions = false,
    header = "Measure one queue by its address; functions/bench/queues/run measures them all.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench queue throughput sqlite:/tmp/queue.db",
      "  functions/bench/queues/run redis --dry",
    })
final class QueueCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "PART",
      description = "What to measure: throughput, wake, idle or load.")
  private Part part = Part.THROUGHPUT;

  @Parameters(index = "1", paramLabel = "ADDRESS", description = "An empty queue.")
  private String address = "";

  @Option(
      names = "--server",
      paramLabel = "PID",
      description = "The server's first process on this machine, whose resources count.")
  private long server;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long a phase lasts (${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "How many wake-ups (${DEFAULT-VALUE}).")
  private int times = 500;

  @Option(
      names = "--hidden",
      paramLabel = "SECONDS",
      description = "The visibility timeout of load (${DEFAULT-VALUE}).")
  private int hidden = 20;

  @Override
  public Integer call() throws Exception {
    System.out.println(Json.write(part.measure(address, server, seconds, times, hidden)));
    return 0;
  }
}
