package dev.tintype.chaos.stack;

import dev.tintype.core.flow.FlowContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// What a process of the stack is told to do to itself. Handed over as system properties.
///
/// @param boundary the name of a [dev.tintype.core.flow.StepBoundary]; empty for none
/// @param deed what happens there
/// @param tickets a folder with one file for each time it may happen, in all processes together
/// @param storageFaults the share of calls to storage that fail, 0 to 1
/// @param jobFaults the share of calls to the job store that fail, 0 to 1
/// @param seed of the faults
public record Orders(
    String boundary, Deed deed, Path tickets, double storageFaults, double jobFaults, long seed) {

  /// What happens at a boundary.
  public enum Deed {
    /// The process halts at once: no hook runs and nothing is flushed.
    HALT,
    /// The renderer is killed while it decodes an image for the first time.
    KILL_RENDERER,
    /// The process says where it is and stands still until it is stopped and continued.
    STAND
  }

  private static final String PREFIX = "tintype.chaos.";

  /// Nothing happens.
  public static final Orders CALM = new Orders("", Deed.HALT, Path.of(""), 0, 0, 0);

  /// @return orders to do something at a boundary, while there are tickets
  public static Orders at(String boundary, Deed deed, Path tickets) {
    return new Orders(boundary, deed, tickets, 0, 0, 0);
  }

  /// @return these orders, with faults too
  public Orders failing(double ofStorage, double ofJobs, long otherSeed) {
    return new Orders(boundary, deed, tickets, ofStorage, ofJobs, otherSeed);
  }

  /// @return the time and chance of this machine, with boundaries that do as ordered
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
