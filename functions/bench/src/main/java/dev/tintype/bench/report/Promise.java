package dev.tintype.bench.report;

import java.util.Locale;

/// A limit that a figure must not exceed.
///
/// @param what the limited figure
/// @param limit the highest allowed value
/// @param measured the measured value
/// @param text the measured value as text, with its interval
record Promise(String what, double limit, double measured, String text) {

  void addTo(Table table) {
    table.add(
        what,
        "≤ " + (limit >= 10 ? "%.0f" : "%.2f").formatted(limit).replaceAll("(\\.\\d*?)0+$", "$1"),
        text,
        measured <= limit ? "yes" : "**no**");
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
