package dev.tintype.chaos.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `docs/playbooks.md`: one section per failure, with the tests that cause it.
///
/// @param tests by failure, in the order of the document
public record Playbooks(Map<String, List<String>> tests) {

  private static final String TITLE = "## ";
  private static final String PROVOKED = "- **Provoked by**:";
  private static final Pattern NAME = Pattern.compile("`(\\w+\\.\\w+)`");

  /// Reads the document.
  ///
  /// @throws IOException when it cannot be read or a section names no test
  public static Playbooks read(Path file) throws IOException {
    Map<String, List<String>> tests = new LinkedHashMap<>();
    String failure = "";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(TITLE)) {
        failure = line.substring(TITLE.length());
        tests.put(failure, new ArrayList<>());
      } else if (line.startsWith(PROVOKED)) {
        Matcher names = NAME.matcher(line);
        while (names.find()) {
          tests.getOrDefault(failure, new ArrayList<>()).add(names.group(1));
        }
      }
    }
    for (Map.Entry<String, List<String>> one : tests.entrySet()) {
      if (one.getValue().isEmpty()) {
        throw new IOException("the playbook '" + one.getKey() + "' names no test");
      }
    }
    return new Playbooks(tests);
  }

  /// One row of the table.
  ///
  /// @param failure the playbook's failure
  /// @param test the test
  /// @param outcome the result of the last run
  /// @param good whether it ran and passed
  public record Row(String failure, String test, String outcome, boolean good) {}

  /// @return a row for each named test
  public List<Row> rows(TestReports reports) {
    List<Row> rows = new ArrayList<>();
    tests.forEach((failure, names) -> {
      for (String name : names) {
        rows.add(row(failure, name, reports.of(name)));
      }
    });
    return rows;
  }

  private static Row row(String failure, String name, List<TestReports.Ran> runs) {
    if (runs.isEmpty()) {
      return new Row(failure, name, "did not run", false);
    }
    long failed = runs.stream().filter(ran -> !ran.passed()).count();
    double seconds = runs.stream().mapToDouble(TestReports.Ran::seconds).sum();
    String times = runs.size() == 1 ? "" : runs.size() + " × ";
    String outcome = failed == 0 ? times + "passed" : failed + " of " + runs.size() + " failed";
    return new Row(
        failure, name, outcome + String.format(Locale.ROOT, ", %.1f s", seconds), failed == 0);
  }
}
