package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.render.sandbox.parent.JailKeeper;
import dev.tintype.render.sandbox.parent.JailedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JailLifeTest {

  private static final int USUAL = JailLimits.ofMemory(1 << 30, 0).nice();
  private static final long MEBIBYTE = 1L << 20;
  private static final long CAP = 512 * MEBIBYTE;

  @Test
  @Timeout(300)
  void aRendererDiesWithAKilledWorker() throws Exception {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      Process worker = run.start(JailMode.REQUIRE, true, CAP, "wait");
      Path renderer = Path.of("/proc", valueOf("main pid=", worker));
      assertThat(isAlive(renderer)).isTrue();

      worker.destroyForcibly().waitFor();

      while (isAlive(renderer)) {
        Thread.sleep(10);
      }
      assertThat(isAlive(renderer)).isFalse();
    }
  }

  @Test
  void closingTheJailKillsItsRenderers(@TempDir Path work) throws Exception {
    Process renderer;
    try (JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work))) {
      renderer = keeper.start(command(keeper.terms(), work, "wait"));
      valueOf("main pid=", renderer);
    }
    assertThat(renderer.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void aClosedJailStartsNothing(@TempDir Path work) throws Exception {
    JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work));
    keeper.close();
    assertThatThrownBy(() -> keeper.start(List.of("/bin/true")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theErrorNamesAMissingProgram(@TempDir Path work) throws Exception {
    try (JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work))) {
      assertThatThrownBy(() -> keeper.start(List.of("/lib/no-such-program")))
          .rootCause()
          .hasMessageContaining("No such file");
    }
  }

  @Test
  void theErrorNamesAMissingFolder(@TempDir Path work) throws IOException {
    JailPolicy policy = policy(JailMode.REQUIRE, work);
    Files.delete(work.resolve("in"));
    assertThatThrownBy(() -> JailKeeper.open(policy))
        .isInstanceOf(JailException.class)
        .hasMessageContaining(work.resolve("in").toString());
  }

  @Test
  void aRendererOutlivesTheThreadThatRequestedIt(@TempDir Path work) throws Exception {
    try (JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work))) {
      FutureTask<Process> asking =
          new FutureTask<>(() -> keeper.start(command(keeper.terms(), work, "echo")));
      Thread asker = Thread.ofPlatform().start(asking);
      asker.join();
      Process renderer = asking.get();
      valueOf("main pid=", renderer);
      renderer.getOutputStream().write('x');
      renderer.getOutputStream().close();
      assertThat(valueOf("main heard=", renderer)).isEqualTo("120");
      assertThat(renderer.waitFor()).isZero();
    }
  }

  @Test
  void theLimitsApplyToEveryThreadOfARenderer(@TempDir Path work) throws Exception {
    JailLimits limits = new JailLimits(CAP, 2 * CAP, 8 * MEBIBYTE, 100, 500, 7);
    try (JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work, limits))) {
      Process renderer = keeper.start(command(keeper.terms(), work, "file"));
      assertThat(valueOf("main file=", renderer)).isEqualTo("refused File too large");
      Path process = Path.of("/proc", Long.toString(renderer.pid()));
      assertThat(Files.readString(process.resolve("limits")).replaceAll(" +", " "))
          .contains("Max core file size 0 0 bytes")
          .contains("Max open files 100 100 files")
          .contains("Max file size " + 8 * MEBIBYTE + " " + 8 * MEBIBYTE + " bytes")
          .contains("Max data size " + CAP + " " + CAP + " bytes")
          .contains("Max address space " + 2 * CAP + " " + 2 * CAP + " bytes")
          .contains("Max stack size " + 8 * MEBIBYTE + " " + 8 * MEBIBYTE + " bytes");
      assertThat(process.resolve("oom_score_adj")).hasContent("1000");
      long niceness = nicenessOf(Path.of("/proc/self")).iterator().next();
      assertThat(nicenessOf(process)).containsOnly(Math.min(19, niceness + 7));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 14, 15, 19})
  @Timeout(300)
  void aNicedWorkerHasANicerRenderer(int niceness) throws Exception {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      Process worker =
          run.start(JailMode.REQUIRE, true, CAP, "wait", List.of("nice", "-n", "" + niceness));
      Path renderer = Path.of("/proc", valueOf("main pid=", worker));
      long own = nicenessOf(Path.of("/proc/self")).iterator().next();
      assertThat(nicenessOf(renderer)).containsOnly(Math.min(19, own + niceness + USUAL));
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(300)
  void aThreadThatIsAlreadyNicerDoesNotPreventAStart() throws Exception {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      Process worker = run.start(JailMode.REQUIRE, true, CAP, "mixed", List.of());
      Path renderer = Path.of("/proc", valueOf("main pid=", worker));
      long own = nicenessOf(Path.of("/proc/self")).iterator().next();
      assertThat(nicenessOf(renderer)).containsOnly(Math.max(17, Math.min(19, own + USUAL)));
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void requireRejectsARendererWithAnotherEnvironment(@TempDir Path work) throws Exception {
    Process renderer = startOutsideTheJail(JailMode.REQUIRE, work);
    String errors = String.join("\n", renderer.errorReader().lines().toList());
    assertThat(renderer.waitFor()).isNotZero();
    assertThat(errors).contains("clean environment not in force");
  }

  @Test
  void preferContinuesAndReportsMissingParts(@TempDir Path work) throws Exception {
    Process renderer = startOutsideTheJail(JailMode.PREFER, work);
    assertThat(renderer.inputReader().lines().toList())
        .contains(
            "report missing=[clean environment]", "report seccomp=true", "main socket1=errno 1");
    assertThat(renderer.waitFor()).isZero();
  }

  @Test
  void aRendererWithAnotherParentExits(@TempDir Path work) throws Exception {
    JailTerms terms = new JailTerms(JailMode.REQUIRE, 1, 0, false, 0, JailLimits.ofMemory(CAP, 0));
    try (JailKeeper keeper = JailKeeper.open(policy(JailMode.REQUIRE, work))) {
      Process renderer = keeper.start(command(terms, work, "wait"));
      String errors = String.join("\n", renderer.errorReader().lines().toList());
      assertThat(renderer.waitFor()).isNotZero();
      assertThat(errors).contains("The worker 1 is gone");
    }
  }

  @Test
  void everyAttemptSucceedsWithoutTheJail() throws IOException {
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.OFF, true, CAP, "free");
      assertThat(lines.values())
          .containsEntry("main javaSocket", "done")
          .containsEntry("main javaProgram", "done")
          .containsEntry("main socket1", "done")
          .containsEntry("main sharedMemory", "done")
          .containsEntry("main undump", "done")
          .containsEntry("main askParent", "done")
          .containsEntry("main parentLimit", "done")
          .containsEntry("main parentEnvironment", "done")
          .containsEntry("main readSecret", "done")
          .containsEntry("main writeElsewhere", "done")
          .containsEntry("report seccomp", "false")
          .containsEntry("report landlockAbi", "0")
          .containsEntry("report memoryCapBytes", "0")
          .containsEntry("worker exit", "0");
    }
  }

  @Test
  void aCallThroughThe32BitGateKillsTheRenderer() throws IOException {
    if (KernelCalls.bind().architecture() != Architecture.X86_64) {
      System.out.println("The 32-bit gate was not tried: this is not x86-64.");
      return;
    }
    try (JailRun run = new JailRun(JailRun.User.CURRENT)) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, true, CAP, "compat");
      assertThat(lines.values()).doesNotContainKey("main compat");
      System.out.println("32-bit gate: exit " + lines.of("worker exit"));
      assertThat(lines.of("worker exit")).isNotEqualTo("0");
      assertThat(lines.of("worker alive")).isEqualTo("true");
    }
  }

  private static Process startOutsideTheJail(JailMode mode, Path work) throws IOException {
    policy(mode, work);
    JailTerms terms =
        new JailTerms(
            mode, ProcessHandle.current().pid(), 0, false, 0, JailLimits.ofMemory(CAP, 0));
    ProcessBuilder builder = new ProcessBuilder(command(terms, work, "free"));
    builder.environment().put("TINTYPE_TEST_SECRET", "a secret");
    return builder.start();
  }

  private static List<String> command(JailTerms terms, Path work, String scenario) {
    List<String> arguments = new ArrayList<>(List.of(scenario));
    for (String name : List.of("in/original", "out", "secret", "elsewhere")) {
      arguments.add(work.resolve(name).toString());
    }
    return new JailedJvm(JailRun.classPath(), List.of(), JailProbe.class.getName())
        .command(terms, folders(work), arguments);
  }

  private static JailPolicy policy(JailMode mode, Path work) throws IOException {
    return policy(mode, work, JailLimits.ofMemory(CAP, 0));
  }

  private static JailPolicy policy(JailMode mode, Path work, JailLimits limits) throws IOException {
    Files.createDirectory(work.resolve("in"));
    Files.createDirectory(work.resolve("out"));
    return new JailPolicy(mode, JailRun.classPath(), folders(work), limits);
  }

  private static WorkFolders folders(Path work) {
    return new WorkFolders(work.resolve("in"), work.resolve("out"));
  }

  private static String valueOf(String start, Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new AssertionError(String.join("\n", process.errorReader().lines().toList()));
  }

  /// Returns the niceness of each thread.
  private static Set<Long> nicenessOf(Path process) throws IOException {
    Set<Long> niceness = new TreeSet<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        niceness.add(Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]));
      }
    }
    return niceness;
  }

  /// Returns whether the process is running; a zombie is not.
  private static boolean isAlive(Path process) throws IOException {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
