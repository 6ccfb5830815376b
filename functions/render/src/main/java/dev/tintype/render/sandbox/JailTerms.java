package dev.tintype.render.sandbox;

import java.util.Arrays;
import java.util.List;

/// The parent's instructions to its renderer about the jail, as one command line argument.
///
/// @param mode how much of the jail is required
/// @param parentPid the worker's process id; a renderer whose parent is another process exits
/// @param landlockAbi the Landlock version that the parent has applied; 0 for none
/// @param controlGroup whether the parent moves it into a control group that counts its memory
/// @param userThreads the most threads its user may have (`RLIMIT_NPROC`); 0 for no limit
/// @param limits the limits that the renderer sets on itself
public record JailTerms(
    JailMode mode,
    long parentPid,
    int landlockAbi,
    boolean controlGroup,
    long userThreads,
    JailLimits limits) {
  private static final String PREFIX = "jail:";
  private static final int FIELDS = 11;

  /// Formats the argument that [#parse] reads.
  public String argument() {
    List<Object> fields =
        List.of(
            mode.text(),
            parentPid,
            landlockAbi,
            controlGroup,
            userThreads,
            limits.memoryBytes(),
            limits.addressBytes(),
            limits.fileBytes(),
            limits.openFiles(),
            limits.threads(),
            limits.nice());
    return PREFIX + String.join(",", fields.stream().map(Object::toString).toList());
  }

  /// Parses the result of [#argument].
  ///
  /// @throws IllegalArgumentException if the text is not such an argument
  public static JailTerms parse(String argument) {
    List<String> fields =
        argument.startsWith(PREFIX)
            ? Arrays.asList(argument.substring(PREFIX.length()).split(",", -1))
            : List.of();
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException("not the terms of a jail: " + argument);
    }
    JailLimits limits =
        new JailLimits(
            Long.parseLong(fields.get(5)),
            Long.parseLong(fields.get(6)),
            Long.parseLong(fields.get(7)),
            Integer.parseInt(fields.get(8)),
            Integer.parseInt(fields.get(9)),
            Integer.parseInt(fields.get(10)));
    return new JailTerms(
        JailMode.of(fields.get(0)),
        Long.parseLong(fields.get(1)),
        Integer.parseInt(fields.get(2)),
        Boolean.parseBoolean(fields.get(3)),
        Long.parseLong(fields.get(4)),
        limits);
  }
}
