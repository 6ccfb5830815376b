package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The kernel's resource limits of this process. The soft and the hard limit are always set to the
/// same value. https://man7.org/linux/man-pages/man2/getrlimit.2.html
public final class ResourceLimits {
  public static final int FILE_BYTES = 1;
  public static final int MEMORY_BYTES = 2;
  public static final int STACK_BYTES = 3;
  public static final int CORE_BYTES = 4;
  public static final int OPEN_FILES = 7;
  public static final int ADDRESS_BYTES = 9;

  private static final int BYTES = 16;
  private static final int ONE_PROCESS = 0;
  private static final int PROCESS_GROUP = 1;
  private static final int MOST_NICE = 19;
  private static final int ACCESS_DENIED = 13;

  private ResourceLimits() {}

  /// Lowers a limit permanently; a limit that is already lower stays.
  public static void set(KernelCalls kernel, int resource, long most) {
    long now = hard(kernel, resource);
    long value = now < 0 ? most : Math.min(now, most);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(BYTES, 8);
      limit.set(ValueLayout.JAVA_LONG, 0, value);
      limit.set(ValueLayout.JAVA_LONG, 8, value);
      kernel.demand(
          "limit resource " + resource + " to " + value,
          Syscall.PRLIMIT64,
          0,
          resource,
          limit.address(),
          0);
    }
  }

  /// Sets another process's soft limit on file length, up to its hard limit.
  ///
  /// @return 0, or a negated `errno`
  public static long setFileBytes(KernelCalls kernel, long pid, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(BYTES, 8);
      long result = kernel.call(Syscall.PRLIMIT64, pid, FILE_BYTES, 0, limit.address());
      if (result < 0) {
        return result;
      }
      long hard = limit.get(ValueLayout.JAVA_LONG, 8);
      limit.set(ValueLayout.JAVA_LONG, 0, hard < 0 ? value : Math.min(hard, value));
      return kernel.call(Syscall.PRLIMIT64, pid, FILE_BYTES, limit.address(), 0);
    }
  }

  /// Returns the hard limit; negative when there is none.
  public static long hard(KernelCalls kernel, int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(BYTES, 8);
      kernel.demand(
          "read resource " + resource, Syscall.PRLIMIT64, 0, resource, 0, limit.address());
      return limit.get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /// Raises the niceness of every thread of this process group.
  ///
  /// An unprivileged thread cannot lower its niceness. A thread may be nicer already, because its
  /// worker was reniced during the start; then the lowest value that the kernel accepts for all is
  /// set.
  public static void beNicer(KernelCalls kernel, int added) {
    // The raw system call returns 20 minus the niceness.
    long now = 20 - kernel.demand("read the priority", Syscall.GETPRIORITY, ONE_PROCESS, 0);
    long wanted = Math.min(MOST_NICE, now + added);
    long result = setNiceness(kernel, wanted);
    while (result == -ACCESS_DENIED && wanted < MOST_NICE) {
      wanted++;
      result = setNiceness(kernel, wanted);
    }
    if (result < 0) {
      throw new JailException(
          "The kernel refused to lower the priority to " + wanted + " (errno " + -result + ").");
    }
  }

  private static long setNiceness(KernelCalls kernel, long niceness) {
    return kernel.call(Syscall.SETPRIORITY, PROCESS_GROUP, 0, niceness);
  }
}
