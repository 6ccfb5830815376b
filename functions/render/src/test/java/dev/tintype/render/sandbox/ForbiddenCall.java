package dev.tintype.render.sandbox;

/// System calls that only an attacker makes, with their numbers on x86-64 and arm64.
public enum ForbiddenCall {
  SOCKETPAIR(53, 199),
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  FORK(57, -1),
  VFORK(58, -1),
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  MEMFD_CREATE(319, 279),
  PIDFD_OPEN(434, 434),
  PIDFD_SEND_SIGNAL(424, 424),
  USERFAULTFD(323, 282),
  PERF_EVENT_OPEN(298, 241),
  BPF(321, 280),
  IO_URING_SETUP(425, 425),
  KEYCTL(250, 219),
  UNSHARE(272, 97),
  SETNS(308, 268),
  OPEN_BY_HANDLE_AT(304, 265),
  SYMLINKAT(266, 36),
  LINKAT(265, 37),
  MKNOD(133, -1),
  MKNODAT(259, 33),
  FCHMOD(91, 52);

  private final int x86;
  private final int arm;

  ForbiddenCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /// Returns the number, or -1 where the architecture has no such call.
  public int number(Architecture architecture) {
    return architecture == Architecture.X86_64 ? x86 : arm;
  }
}
