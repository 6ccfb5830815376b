package dev.tintype.render.sandbox.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.sandbox.Architecture;
import dev.tintype.render.sandbox.ForbiddenCall;
import dev.tintype.render.sandbox.Syscall;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the filter program on a simulated machine, also for arm64, where it never ran.
final class SeccompFilterTest {
  private static final int REFUSED = 0x00050000 | 1;
  private static final int UNKNOWN = 0x00050000 | 38;
  private static final int PID = 4711;
  private static final long THREAD = 0x003d0f00;
  private static final long SIGCHLD = 17;

  @ParameterizedTest
  @EnumSource
  void callsThatNoRendererNeedsAreRefused(Architecture architecture) {
    SoftAssertions softly = new SoftAssertions();
    for (ForbiddenCall call : ForbiddenCall.values()) {
      int number = call.number(architecture);
      if (number >= 0) {
        softly.assertThat(verdict(architecture, number, 0)).as("%s", call).isEqualTo(REFUSED);
      }
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @EnumSource
  void aThreadMayStartButAProcessMayNot(Architecture architecture) {
    int clone = Syscall.CLONE.number(architecture);
    assertThat(verdict(architecture, clone, THREAD)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, clone, SIGCHLD)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, clone, THREAD | 0x10000000)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, Syscall.CLONE3.number(architecture), 0)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void signalsAndLimitsReachThisProcessOnly(Architecture architecture) {
    int kill = Syscall.KILL.number(architecture);
    int limit = Syscall.PRLIMIT64.number(architecture);
    assertThat(verdict(architecture, kill, PID)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, kill, 1)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, kill, 0)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, kill, -1)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, limit, 0)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, limit, PID)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, limit, 1)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, limit, 0, 7, 0x1000)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, limit, PID, 7, 0x100000000L)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, limit, 0, 7, 0, 0x1000)).isEqualTo(BpfProgram.ALLOW);
  }

  @ParameterizedTest
  @EnumSource
  void onlyRegularFilesMayBeCreated(Architecture architecture) {
    for (Syscall call :
        List.of(
            Syscall.MKDIR,
            Syscall.MKDIRAT,
            Syscall.RMDIR,
            Syscall.UNLINK,
            Syscall.UNLINKAT,
            Syscall.RENAME,
            Syscall.RENAMEAT,
            Syscall.RENAMEAT2,
            Syscall.FALLOCATE,
            Syscall.FLOCK)) {
      if (call.existsOn(architecture)) {
        assertThat(verdict(architecture, call.number(architecture)))
            .as("%s", call)
            .isEqualTo(REFUSED);
      }
    }
    int open = Syscall.OPENAT.number(architecture);
    assertThat(verdict(architecture, open, -100, 0, 0x410002, 0600)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, open, -100, 0, 0x10000)).isEqualTo(BpfProgram.ALLOW);
  }

  @ParameterizedTest
  @EnumSource
  void onlyMemoryThatTheCapCountsIsAllowed(Architecture architecture) {
    int map = Syscall.MMAP.number(architecture);
    assertThat(verdict(architecture, map, 0, 4096, 3, 0x22)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, map, 0, 4096, 1, 0x02)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, map, 0, 4096, 1, 0x01)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 1, 0x03)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 3, 0x40022)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 3, 0x01)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 1, 0x21)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 1, 0x03 | 0x20)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, map, 0, 4096, 3, 0x122)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void setUserIdFilesAreRefused(Architecture architecture) {
    int open = Syscall.OPENAT.number(architecture);
    assertThat(verdict(architecture, open, -100, 0, 0x41, 0600)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, open, -100, 0, 0, 07777)).isEqualTo(BpfProgram.ALLOW);
    assertThat(verdict(architecture, open, -100, 0, 0x41, 04755)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, open, -100, 0, 0x41, 02755)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void callsOfAnotherArchitectureKillTheProcess(Architecture architecture) {
    for (Architecture other : Architecture.values()) {
      int verdict =
          new BpfMachine(SeccompFilter.program(architecture, PID))
              .verdict(other.auditArchitecture, Syscall.READ.number(architecture));
      assertThat(verdict)
          .isEqualTo(other == architecture ? BpfProgram.ALLOW : BpfProgram.KILL_PROCESS);
    }
    assertThat(verdict(architecture, 0x40000000 | 1)).isEqualTo(REFUSED);
    assertThat(verdict(architecture, Syscall.HIGHEST_KNOWN + 1)).isEqualTo(UNKNOWN);
  }

  private static int verdict(Architecture architecture, int number, long... arguments) {
    return new BpfMachine(SeccompFilter.program(architecture, PID))
        .verdict(architecture.auditArchitecture, number, arguments);
  }
}
