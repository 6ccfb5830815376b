package dev.tintype.chaos;

import dev.tintype.chaos.report.Playbooks;
import dev.tintype.chaos.report.ReliabilityPage;
import dev.tintype.chaos.report.TestReports;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `chaos playbooks`: writes the results of the last test run into the playbooks.
@Command(
    name = "playbooks",
    description =
        "Writes the outcomes of the last test run into docs/playbooks.md; fails when a test that "
            + "is named there did not run or did not pass.")
final class PlaybooksCommand implements Callable<Integer> {

  private static final List<String> HEADER = List.of("failure", "provoked by", "last run");

  @Option(names = "--page", description = "the document (${DEFAULT-VALUE})")
  private Path page = Path.of("docs/playbooks.md");

  @Option(names = "--functions", description = "the folder of the modules (${DEFAULT-VALUE})")
  private Path functions = Path.of("functions");

  @Option(names = "--check", description = "write nothing")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    boolean good = true;
    List<Playbooks.Row> rows = Playbooks.read(page).rows(TestReports.below(functions));
    for (Playbooks.Row row : rows) {
      if (!row.good()) {
        System.err.println(row.failure() + ": " + row.test() + ": " + row.outcome());
        good = false;
      }
    }
    if (!check) {
      new ReliabilityPage(page)
          .replace(
              "outcomes",
              HEADER,
              rows.stream()
                  .map(row -> List.of(row.failure(), "`" + row.test() + "`", row.outcome()))
                  .toList());
    }
    return good ? 0 : 1;
  }
}
