package dev.tintype.server.metrics;

/// One name with one set of labels.
@FunctionalInterface
interface Series {

  /// Appends its lines.
  ///
  /// @param labels as [#labels] wrote them
  void write(String name, String labels, StringBuilder out);

  /// @param pairs names and values in turn
  static String labels(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("labels are names and values in turn");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"");
      text.append(pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      text.append('"');
    }
    return text.toString();
  }

  /// Appends one line.
  static void line(String name, String labels, double value, StringBuilder out) {
    if (Double.isNaN(value)) {
      return;
    }
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    out.append(' ').append(whole ? Long.toString((long) value) : Double.toString(value));
    out.append('\n');
  }
}
