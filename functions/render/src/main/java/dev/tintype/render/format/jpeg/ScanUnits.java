package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;

/// Skips the units (MCUs) of one scan.
sealed interface ScanUnits permits SequentialUnits, ProgressiveUnits, ArithmeticUnits {

  /// Starts on new coded data, at the scan's start or after a restart marker.
  void begin(EntropyBytes data);

  /// Skips at least one unit.
  ///
  /// @param first the number of the first unit in the scan
  /// @param most how many units remain before the next restart marker
  /// @return how many units were skipped
  /// @throws JpegFault when the data ends too early or is invalid
  long pass(long first, long most);

  /// Ends the coded data.
  ///
  /// @return where the marker after it begins, or the file's length
  /// @throws JpegFault when data is left over or missing
  long end();

  /// Skips all units of a scan, including restart markers.
  ///
  /// @param units the number of units
  /// @param interval units between restart markers; 0 when there are none
  /// @param from the first byte of coded data
  /// @return where the marker after the scan begins, or the file's length
  default long walk(NativeBytes file, long units, int interval, long from) {
    EntropyBytes data = new EntropyBytes(file, from);
    begin(data);
    long until = interval == 0 ? units : Math.min(interval, units);
    int restarts = 0;
    for (long unit = 0; unit < units; ) {
      if (unit == until) {
        requireRestart(file, end(), restarts++);
        data.passMarker();
        begin(data);
        until = Math.min(units, until + interval);
      }
      unit += pass(unit, until - unit);
    }
    return end();
  }

  private static void requireRestart(NativeBytes file, long marker, int restarts) {
    int expected = JpegMarkers.RST0 + restarts % 8;
    if (marker + 2 > file.length() || file.u8(marker + 1) != expected) {
      throw JpegFault.of("restart marker " + restarts + " is missing");
    }
  }
}
