package dev.tintype.render.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The list of classes from which a JVM makes an archive. It does not depend on the timing of the
/// run that loaded them, so the archive's bytes do not either.
final class ArchivedClasses {

  private static final String LAMBDAS = "@lambda-";

  /// Some of its classes are loaded only when threads happen to meet.
  private static final String OF_TIMING = "java/util/concurrent/";

  private ArchivedClasses() {}

  /// @param usual the lines of the JDK's own list, all of whose classes are taken
  /// @param loaded the lines that a JVM wrote at the end of a run
  /// @return names of classes in order, then the lambdas of the run in order
  static List<String> lines(List<String> usual, List<String> loaded) {
    Set<String> classes = new TreeSet<>(names(usual).toList());
    classes.addAll(names(loaded).filter(name -> !name.startsWith(OF_TIMING)).toList());
    List<String> lines = new ArrayList<>(classes);
    lines.addAll(new TreeSet<>(loaded.stream().filter(line -> line.startsWith(LAMBDAS)).toList()));
    return lines;
  }

  /// The names of classes, without what may stand behind them; not comments and hints.
  private static Stream<String> names(List<String> lines) {
    return lines.stream()
        .filter(Predicate.not(String::isBlank))
        .filter(line -> !line.startsWith("#") && !line.startsWith("@"))
        .map(line -> line.split(" ", 2)[0]);
  }
}
