package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JailTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final long CAP = 512 * MEBIBYTE;
  private static final List<String> THREADS = List.of("main", "early");

  private static final List<String> REFUSED =
      List.of(
          "socket1",
          "socket2",
          "socket10",
          "socket16",
          "cloneProcess",
          "sharedMemory",
          "hugePages",
          "sharedOwnFile",
          "sharedValidatedOwnFile",
          "sharedZeros",
          "sharedOriginal",
          "mkdirat",
          "unlinkat",
          "rmdirat",
          "renameat",
          "renameat2",
          "whiteout",
          "exchange",
          "namelessFile",
          "fallocate",
          "fallocateKeepingSize",
          "flock",
          "posixLock",
          "openLock",
          "growPipe",
          "raiseStack",
          "raiseAddressSpace",
          "changeFileBytes",
          "growingStack",
          "terminalInput",
          "undump",
          "forgetParent",
          "raiseMemoryCap",
          "raiseOpenFiles",
          "parentLimit",
          "askParent",
          "killParent",
          "killEverybody",
          "killGroup",
          "tkillParent",
          "tgkillParent",
          "queueToParent",
          "ownerOfSignals");
  private static final List<String> REFUSED_IN_JAVA =
      List.of(
          "javaSocket",
          "javaProgram",
          "makeFolder",
          "deleteOutFolder",
          "deleteOriginal",
          "parentEnvironment",
          "parentMemory",
          "parentMemoryWrite",
          "parentStream",
          "parentStreamName");
  private static final List<String> CLOSED_BY_LANDLOCK =
      List.of(
          "parentCommand",
          "readSecret",
          "writeSecret",
          "listElsewhere",
          "writeElsewhere",
          "writeOriginal");
  private static final List<String> WORKS =
      List.of(
          "askMyself",
          "makeOwnFile",
          "readOriginal",
          "writeOut",
          "mapOriginal",
          "threads",
          "collect",
          "compile",
          "nativeMemory",
          "random",
          "classes",
          "service");

  /// The same worker as this user and, if this user is root, also as nobody; with and without
  /// Landlock.
  static Stream<Setting> settings() {
    List<JailRun.User> users = new ArrayList<>();
    users.add(JailRun.User.CURRENT);
    if (isRoot()) {
      users.add(JailRun.User.NOBODY);
    } else {
      System.out.println("Jail tests run as this user only: root is needed to become nobody.");
    }
    return users.stream()
        .flatMap(user -> Stream.of(new Setting(user, true), new Setting(user, false)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void noThreadEscapesTheJailAndEveryThreadWorks(Setting setting) throws IOException {
    try (JailRun run = new JailRun(setting.user())) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, setting.landlock(), CAP, "attempts");
      SoftAssertions softly = new SoftAssertions();
      boolean closed = landlockHolds(setting, lines, softly);
      THREADS.forEach(thread -> verifyThread(thread, closed, lines, softly));
      softly
          .assertThat(List.of(lines.of("main environment").replaceAll("[\\[\\]]", "").split(", ")))
          .containsExactlyInAnyOrder("MALLOC_ARENA_MAX", "LANG", "TMPDIR");
      softly.assertThat(lines.of("main inherited")).isEqualTo("[]");
      softly.assertThat(lines.of("main released")).isEqualTo("by end of input");
      softly.assertThat(lines.of("worker poolNoNewPrivs")).isEqualTo("0");
      softly.assertThat(lines.of("worker mainNoNewPrivs")).isEqualTo("0");
      softly.assertThat(lines.of("worker compiledHotLoop")).isEqualTo("true");
      softly.assertThat(lines.of("worker exit")).isEqualTo("0");
      softly.assertThat(lines.of("worker alive")).isEqualTo("true");
      softly.assertAll();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void procShowsTheRestrictionsOfEveryThread(Setting setting) throws IOException {
    try (JailRun run = new JailRun(setting.user())) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, setting.landlock(), CAP, "attempts");
      lines
          .all()
          .lines()
          .filter(line -> line.startsWith("worker") || line.startsWith("report"))
          .forEach(System.out::println);
      assertThat(lines.values())
          .containsEntry("worker threadsNoNewPrivs", "[1]")
          .containsEntry("worker threadsSeccomp", "[2]")
          .containsEntry("worker threadsCapEff", "[0000000000000000]")
          .containsEntry("worker threadsCapPrm", "[0000000000000000]")
          .containsEntry("worker threadsCapInh", "[0000000000000000]")
          .containsEntry("worker threadsCapAmb", "[0000000000000000]");
      if (setting.user() == JailRun.User.CURRENT && isRoot()) {
        assertThat(lines.of("worker threadsCapBnd")).isEqualTo("[0000000000000000]");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theRenderersSessionHasTheNicenessOfItsThreads(Setting setting) throws IOException {
    try (JailRun run = new JailRun(setting.user())) {
      JailRun.Lines lines = run.lines(JailMode.REQUIRE, setting.landlock(), CAP, "attempts");
      boolean grouping = Files.exists(Path.of("/proc/self/autogroup"));
      if (!grouping) {
        System.out.println("This kernel makes no group of each session.");
      }
      assertThat(lines.of("worker rendererGroupNiceness")).isEqualTo(grouping ? "19" : "");
      assertThat(lines.of("worker ownGroupNiceness")).isEqualTo(JailWorker.groupNiceness("self"));
    }
  }

  private static void verifyThread(
      String thread, boolean closed, JailRun.Lines lines, SoftAssertions softly) {
    for (String name : REFUSED) {
      softly
          .assertThat(lines.of(thread + " " + name))
          .as("%s %s", thread, name)
          .isEqualTo("errno 1");
    }
    for (ForbiddenCall call : ForbiddenCall.values()) {
      if (call.number(KernelCalls.bind().architecture()) >= 0) {
        softly
            .assertThat(lines.of(thread + " " + call))
            .as("%s %s", thread, call)
            .isEqualTo("errno 1");
      }
    }
    for (String name : REFUSED_IN_JAVA) {
      softly
          .assertThat(lines.of(thread + " " + name))
          .as("%s %s", thread, name)
          .startsWith("refused");
    }
    for (String name : CLOSED_BY_LANDLOCK) {
      softly
          .assertThat(lines.of(thread + " " + name))
          .as("%s %s", thread, name)
          .startsWith(closed ? "refused" : "done");
    }
    for (String name : WORKS) {
      softly.assertThat(lines.of(thread + " " + name)).as("%s %s", thread, name).isEqualTo("done");
    }
    if (KernelCalls.bind().architecture() == Architecture.X86_64) {
      for (String name : List.of("mkdir", "unlink", "rmdir", "rename")) {
        softly
            .assertThat(lines.of(thread + " " + name))
            .as("%s %s", thread, name)
            .isEqualTo("errno 1");
      }
    }
    softly.assertThat(lines.of(thread + " sparseReads")).as(thread).isEqualTo("no memory");
    softly.assertThat(lines.of(thread + " clone3")).isEqualTo("errno 38");
    softly.assertThat(lines.of(thread + " openedByFilter")).isEqualTo("[]");
  }

  private static boolean landlockHolds(
      Setting setting, JailRun.Lines lines, SoftAssertions softly) {
    int kernel = Integer.parseInt(lines.of("worker kernelLandlockAbi"));
    int held = Integer.parseInt(lines.of("report landlockAbi"));
    if (kernel == 0) {
      System.out.println("This kernel has no Landlock: files outside stay open in the jail.");
    }
    softly.assertThat(held).as("Landlock held").isEqualTo(setting.landlock() ? kernel : 0);
    return held > 0;
  }

  private static boolean isRoot() {
    return KernelCalls.bind().call(Syscall.GETUID) == 0;
  }

  /// How a worker runs.
  record Setting(JailRun.User user, boolean landlock) {}
}
