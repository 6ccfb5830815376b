package dev.tintype.chaos;

import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Option;

/// What a fleet of hosts shares beside its queue.
final class FleetOptions {

  @Option(
      names = "--jobs",
      required = true,
      description = "the address of an empty job store that hosts can share")
  private String jobs = "";

  @Option(
      names = "--endpoint",
      required = true,
      description = "the URL of an S3 store whose key and secret are 'test'")
  private URI endpoint = URI.create("");

  FleetOptions() {}

  /// @param name of the folder for its work
  QueueRun in(Run run, String name) throws IOException {
    return new QueueRun(run.fresh(name), run.libvips(), jobs, endpoint, run.seed());
  }
}
