package dev.tintype.render.sandbox;

/// A system call that the jail makes, allows or probes, with its number on each architecture.
///
/// x86-64 numbers are from the kernel's `unistd_64.h`, arm64 numbers from its generic `unistd.h`.
/// The filter refuses every call that is not listed here. -1 means that the architecture has no
/// such call.
public enum Syscall {
  // the most frequent first: the filter compares in this order
  FUTEX(202, 98),
  READ(0, 63),
  WRITE(1, 64),
  MADVISE(28, 233),
  MPROTECT(10, 226),
  MUNMAP(11, 215),
  // files
  CLOSE(3, 57),
  FSTAT(5, 80),
  LSEEK(8, 62),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  READV(19, 65),
  WRITEV(20, 66),
  PREADV(295, 69),
  PWRITEV(296, 70),
  STAT(4, -1),
  LSTAT(6, -1),
  NEWFSTATAT(262, 79),
  STATX(332, 291),
  ACCESS(21, -1),
  FACCESSAT(269, 48),
  FACCESSAT2(439, 439),
  READLINK(89, -1),
  READLINKAT(267, 78),
  GETDENTS(78, -1),
  GETDENTS64(217, 61),
  GETCWD(79, 17),
  STATFS(137, 43),
  FSTATFS(138, 44),
  FTRUNCATE(77, 46),
  FADVISE64(221, 223),
  FSYNC(74, 82),
  FDATASYNC(75, 83),
  DUP(32, 23),
  DUP2(33, -1),
  DUP3(292, 24),
  PIPE(22, -1),
  PIPE2(293, 59),
  EVENTFD2(290, 19),
  POLL(7, -1),
  PPOLL(271, 73),
  SELECT(23, -1),
  PSELECT6(270, 72),
  UMASK(95, 166),
  // memory
  BRK(12, 214),
  MREMAP(25, 216),
  MINCORE(27, 232),
  MSYNC(26, 227),
  MEMBARRIER(324, 283),
  // threads and signals of this process
  RSEQ(334, 293),
  SET_ROBUST_LIST(273, 99),
  SET_TID_ADDRESS(218, 96),
  RT_SIGACTION(13, 134),
  RT_SIGPROCMASK(14, 135),
  RT_SIGRETURN(15, 139),
  RT_SIGPENDING(127, 136),
  RT_SIGTIMEDWAIT(128, 137),
  RT_SIGSUSPEND(130, 133),
  SIGALTSTACK(131, 132),
  RESTART_SYSCALL(219, 128),
  PAUSE(34, -1),
  EXIT(60, 93),
  EXIT_GROUP(231, 94),
  // identity and time
  GETPID(39, 172),
  GETTID(186, 178),
  GETPPID(110, 173),
  GETPGRP(111, -1),
  GETPGID(121, 155),
  GETSID(124, 156),
  GETUID(102, 174),
  GETEUID(107, 175),
  GETGID(104, 176),
  GETEGID(108, 177),
  GETRESUID(118, 148),
  GETRESGID(120, 150),
  GETGROUPS(115, 158),
  CAPGET(125, 90),
  CLOCK_GETTIME(228, 113),
  CLOCK_GETRES(229, 114),
  CLOCK_NANOSLEEP(230, 115),
  NANOSLEEP(35, 101),
  GETTIMEOFDAY(96, 169),
  TIME(201, -1),
  TIMES(100, 153),
  GETRUSAGE(98, 165),
  SYSINFO(99, 179),
  UNAME(63, 160),
  GETRLIMIT(97, 163),
  GETRANDOM(318, 278),
  GETCPU(309, 168),
  SCHED_YIELD(24, 124),
  SCHED_GETAFFINITY(204, 123),
  SCHED_GETPARAM(143, 121),
  SCHED_GETSCHEDULER(145, 120),
  SCHED_GETATTR(315, 275),
  SCHED_GET_PRIORITY_MAX(146, 125),
  SCHED_GET_PRIORITY_MIN(147, 126),
  GETPRIORITY(140, 141),
  // allowed for some arguments only
  MMAP(9, 222),
  OPEN(2, -1),
  OPENAT(257, 56),
  CLONE(56, 220),
  KILL(62, 129),
  TKILL(200, 130),
  TGKILL(234, 131),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240),
  PRLIMIT64(302, 261),
  IOCTL(16, 29),
  FCNTL(72, 25),
  PRCTL(157, 167),
  SCHED_SETATTR(314, 274),
  // refused with ENOSYS: glibc has a fallback
  CLONE3(435, 435),
  OPENAT2(437, 437),
  // used before the filter is on, or to test it; the filter refuses them
  SOCKET(41, 198),
  MKDIR(83, -1),
  MKDIRAT(258, 34),
  RMDIR(84, -1),
  UNLINK(87, -1),
  UNLINKAT(263, 35),
  RENAME(82, -1),
  RENAMEAT(264, 38),
  RENAMEAT2(316, 276),
  FALLOCATE(285, 47),
  FLOCK(73, 32),
  CAPSET(126, 91),
  SETSID(112, 157),
  SETPRIORITY(141, 140),
  SECCOMP(317, 277),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446);

  /// The highest number in both tables when this list was made; the filter refuses higher numbers
  /// with `ENOSYS`.
  public static final int HIGHEST_KNOWN = 450;

  private final int x86;
  private final int arm;

  Syscall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /// Returns whether the architecture has this call.
  public boolean existsOn(Architecture architecture) {
    return on(architecture) >= 0;
  }

  /// Returns this call's number.
  ///
  /// @throws IllegalArgumentException if the architecture has no such call
  public int number(Architecture architecture) {
    if (!existsOn(architecture)) {
      throw new IllegalArgumentException(architecture + " has no system call " + this);
    }
    return on(architecture);
  }

  private int on(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case ARM64 -> arm;
    };
  }
}
