package dev.tintype.render.sandbox.filter;

import dev.tintype.render.sandbox.Errno;
import dev.tintype.render.sandbox.Syscall;
import java.util.EnumMap;
import java.util.Map;

/// The system calls that are allowed for some arguments only, one rule each.
///
/// A rule starts with the call's number loaded and ends in a verdict. The constants below are the
/// same on x86-64 and arm64.
final class ArgumentRules {

  /// The exact flags that glibc's `pthread_create` passes to `clone`: a thread, and no new
  /// namespace.
  private static final int THREAD_FLAGS = 0x003d0f00;

  private static final int SET_USER_OR_GROUP_BITS = 06000;
  private static final int CREATES_A_FILE = 0x40;

  /// The bit that `O_TMPFILE` has in addition to `O_DIRECTORY`.
  private static final int NAMELESS_FILE = 0x400000;

  /// The lowest bit of `MAP_SHARED` and of `MAP_SHARED_VALIDATE`.
  private static final int MAP_SHARED = 0x01;

  private static final int MAP_GROWS_DOWN = 0x100;
  private static final int MAP_HUGE_PAGES = 0x40000;

  /// FIONREAD, TCGETS, TIOCGWINSZ, FIONBIO, FIONCLEX, FIOCLEX. TIOCSTI and the calls that set a
  /// signal owner are refused.
  private static final int[] HARMLESS_IOCTLS = {0x541b, 0x5401, 0x5413, 0x5421, 0x5450, 0x5451};

  /// Duplication and flags. F_SETOWN and F_SETSIG are refused because the kernel then signals
  /// another process. Locks are refused because each takes kernel memory.
  private static final int[] HARMLESS_FCNTLS = {0, 1, 2, 3, 4, 1030};

  /// Thread and memory area names, and queries: PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_NAME,
  /// PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA.
  private static final int[] HARMLESS_PRCTLS = {2, 3, 15, 16, 21, 23, 39, 0x53564d41};

  private ArgumentRules() {}

  static Map<Syscall, BpfProgram> forProcess(int pid) {
    Map<Syscall, BpfProgram> rules = new EnumMap<>(Syscall.class);
    rules.put(Syscall.MMAP, countedMemory());
    rules.put(Syscall.OPEN, plainFiles(1, 2));
    rules.put(Syscall.OPENAT, plainFiles(2, 3));
    rules.put(Syscall.CLONE, onlyIfArgument(0, THREAD_FLAGS));
    rules.put(Syscall.KILL, onlyIfArgument(0, pid));
    rules.put(Syscall.TKILL, onlyIfArgument(0, pid));
    rules.put(Syscall.TGKILL, onlyIfArgument(0, pid));
    rules.put(Syscall.RT_SIGQUEUEINFO, onlyIfArgument(0, pid));
    rules.put(Syscall.RT_TGSIGQUEUEINFO, onlyIfArgument(0, pid));
    rules.put(Syscall.PRLIMIT64, ownLimitsReadOnly(pid));
    rules.put(Syscall.SCHED_SETATTR, onlyIfArgument(0, 0));
    rules.put(Syscall.IOCTL, onlyIfArgument(1, HARMLESS_IOCTLS));
    rules.put(Syscall.FCNTL, onlyIfArgument(1, HARMLESS_FCNTLS));
    rules.put(Syscall.PRCTL, onlyIfArgument(0, HARMLESS_PRCTLS));
    return rules;
  }

  private static BpfProgram onlyIfArgument(int index, int... values) {
    BpfProgram rule = new BpfProgram().load(BpfProgram.argument(index));
    for (int value : values) {
      rule.ifEqual(value, new BpfProgram().allow());
    }
    return rule.refuse(Errno.EPERM);
  }

  /// Allows reading limits but not setting them: the worker sets the soft limits for each job.
  private static BpfProgram ownLimitsReadOnly(int pid) {
    BpfProgram asking =
        new BpfProgram()
            .load(BpfProgram.argument(2))
            .unlessEqual(0, refuse())
            .load(BpfProgram.argument(2) + Integer.BYTES)
            .unlessEqual(0, refuse())
            .allow();
    return new BpfProgram()
        .load(BpfProgram.argument(0))
        .ifEqual(0, asking)
        .ifEqual(pid, asking)
        .refuse(Errno.EPERM);
  }

  /// Refuses memory that `RLIMIT_DATA` does not count: shared memory, growing stacks and huge
  /// pages. A shared file map is refused even read-only: `mprotect` can make it writable, and the
  /// filter cannot see what kind of map `mprotect` changes.
  private static BpfProgram countedMemory() {
    return new BpfProgram()
        .load(BpfProgram.argument(3))
        .ifAnyBit(MAP_SHARED | MAP_GROWS_DOWN | MAP_HUGE_PAGES, refuse())
        .allow();
  }

  /// Refuses to create set-user-ID files, which a jailed root could leave behind, and unnamed
  /// files, which the worker cannot see.
  private static BpfProgram plainFiles(int flags, int mode) {
    BpfProgram creating =
        new BpfProgram()
            .load(BpfProgram.argument(mode))
            .ifAnyBit(SET_USER_OR_GROUP_BITS, refuse())
            .allow();
    return new BpfProgram()
        .load(BpfProgram.argument(flags))
        .ifAnyBit(NAMELESS_FILE, refuse())
        .ifAnyBit(CREATES_A_FILE, creating)
        .allow();
  }

  private static BpfProgram refuse() {
    return new BpfProgram().refuse(Errno.EPERM);
  }
}
