package dev.tintype.cli.migrate;

import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Sums;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people read when a move has come to its end.
final class MovedText {

  private MovedText() {}

  /// @param jobs the new store
  /// @param queue absent when only functions on AWS can use the new store
  static List<String> lines(Ended.Moved moved, String jobs, Optional<String> queue) {
    List<String> lines = new ArrayList<>();
    moved
        .sums()
        .ifPresent(sums -> {
          lines.addAll(digests(sums));
          lines.add(
              "Both stores hold the same rows. Nothing could be written for "
                  + HumanText.time(moved.closed())
                  + ".");
        });
    lines.addAll(queue.map(address -> settings(jobs, address)).orElseGet(() -> onAws(jobs)));
    return lines;
  }

  private static List<String> digests(Sums sums) {
    List<String> lines = new ArrayList<>();
    for (Table table : Table.values()) {
      lines.add(
          "  %-14s %9d  sha256 %s"
              .formatted(
                  MoveReport.name(table), sums.held(table).rows(), sums.held(table).sha256()));
    }
    return lines;
  }

  private static List<String> settings(String jobs, String queue) {
    return List.of(
        "Start every server and worker with these settings:",
        "  TINTYPE_JOBS=" + jobs,
        "  TINTYPE_QUEUE=" + queue,
        "The old store keeps its records and refuses writes. With the settings of the store that a "
            + "move filled, 'tintype migrate --back' moves everything back.");
  }

  private static List<String> onAws(String jobs) {
    return List.of(
        "The stack on AWS has the records from now on, in " + jobs + ".",
        "Its sweeper sends a message for each version that waits, when the version is due.",
        "The old store keeps its records and refuses writes. Stop every server on it.");
  }
}
