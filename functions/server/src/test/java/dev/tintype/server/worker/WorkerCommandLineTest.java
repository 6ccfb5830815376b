package dev.tintype.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerCommandLineTest {

  private final WorkerCommandLine command =
      new WorkerCommandLine("the.Main", List.of(), Path.of("/srv/images"), 2);

  @Test
  void aWorkerTakesBothLanes() {
    assertThat(command.words())
        .endsWith("worker", "--attached", "--data", "/srv/images", "--encoders", "2");
  }

  @Test
  void aWorkerIsAsLoudAsItsServer() {
    WorkerCommandLine quiet =
        new WorkerCommandLine(
            "the.Main", List.of(), Path.of("/srv/images"), 2, false, List.of("--quiet"));
    assertThat(quiet.words()).endsWith("--encoders", "2", "--quiet");
    assertThat(quiet.forFresh().words()).endsWith("--only-fresh", "--quiet");
  }

  @Test
  void oneWorkerLeavesBulkWorkToTheOthers() {
    assertThat(Supervisor.commands(1, command)).containsExactly(command);
    List<WorkerCommandLine> three = Supervisor.commands(3, command);
    assertThat(three.getFirst().words()).endsWith("--encoders", "2", "--only-fresh");
    assertThat(three.subList(1, 3)).containsOnly(command);
  }
}
