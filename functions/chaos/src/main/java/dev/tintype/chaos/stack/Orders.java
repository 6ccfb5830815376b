package dev.tintype.chaos.stack;

import dev.tintype.core.flow.FlowContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The faults that a process of the stack must cause. They are passed as system properties.
///
/// @param boundary the name of a [dev.tintype.core.flow.StepBoundary]; empty for none
/// @param deed the action at the boundary
/// @param tickets a folder with one file for each time it may happen, shared by all processes
/// @param storageFaults the fraction of storage calls that fail, 0 to 1
/// @param jobFaults the fraction of job store calls that fail, 0 to 1
/// @param seed of the faults
public record Orders(
    String boundary, Deed deed, Path tickets, double storageFaults, double jobFaults, long seed) {

  /// The action at a boundary.
  public enum Deed {
    /// The process halts at once: no hook runs and nothing is flushed.
    HALT,
    /// The renderer is killed while it decodes an image for the first time.
    KILL_RENDERER,
    /// The process reports its boundary and waits until it is stopped and continued.
    STAND
  }

  private static final String PREFIX = "tintype.chaos.";

  /// No faults.
  public static final Orders CALM = new Orders("", Deed.HALT, Path.of(""), 0, 0, 0);

  /// @return orders for an action at a boundary, while tickets are left
  public static Orders at(String boundary, Deed deed, Path tickets) {
    return new Orders(boundary, deed, tickets, 0, 0, 0);
  }

  /// @return these orders, with faults too
  public Orders failing(double ofStorage, double ofJobs, long otherSeed) {
    return new Orders(boundary, deed, tickets, ofStorage, ofJobs, otherSeed);
  }

  /// @return the clock and randomness of this machine, with boundaries that follow these orders
  FlowContext context() {
    return new FlowContext(InstantSource.system(), new SecureRandom(), new OrderedBoundary(this));
  }

  /// @return the system properties that [#of] reads, as `name=value`
  List<String> properties() {
    List<String> words = new ArrayList<>();
    words.add(word("boundary", boundary));
    words.add(word("deed", deed.name()));
    words.add(word("tickets", tickets.toString()));
    words.add(word("storage", Double.toString(storageFaults)));
    words.add(word("jobs", Double.toString(jobFaults)));
    words.add(word("seed", Long.toString(seed)));
    return words;
  }

  private static String word(String name, String value) {
    return PREFIX + name + "=" + value;
  }

  static Orders of(Properties properties) {
    return new Orders(
        properties.getProperty(PREFIX + "boundary", ""),
        Deed.valueOf(properties.getProperty(PREFIX + "deed", Deed.HALT.name())),
        Path.of(properties.getProperty(PREFIX + "tickets", "")),
        Double.parseDouble(properties.getProperty(PREFIX + "storage", "0")),
        Double.parseDouble(properties.getProperty(PREFIX + "jobs", "0")),
        Long.parseLong(properties.getProperty(PREFIX + "seed", "0")));
  }
}
