package dev.tintype.bench.report;

import java.util.ArrayList;
import java.util.List;

/// A Markdown table.
final class Table {

  private final List<String> lines = new ArrayList<>();

  Table(String... heads) {
    add(heads);
    lines.add("|" + "---|".repeat(heads.length));
  }

  void add(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
