package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The kernel's limits on this process, always the soft and the hard one alike.
/// https://man7.org/linux/man-pages/man2/getrlimit.2.html
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

  /// Lowers a limit for ever; one that is lower already stays.
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

  /// Sets the soft limit of another process on the length of its files, within its hard one.
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

  /// Answers the hard limit, or a negative number for none.
  public static long hard(KernelCalls kernel, int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(BYTES, 8);
      kernel.demand(
          "tell resource " + resource, Syscall.PRLIMIT64, 0, resource, 0, limit.address());
      return limit.get(ValueLayout.JAVA_LONG, 8);
    }
  }

  /// Adds to the niceness of every thread of this process group.
  ///
  /// Without privileges nobody may become less nice, so a thread that is nicer already (its worker
  /// was reniced while it started) sets the least there is for all.
  public static void beNicer(KernelCalls kernel, int added) {
    // The bare call answers 20 minus the niceness.
    long now = 20 - kernel.demand("tell the priority", Syscall.GETPRIORITY, ONE_PROCESS, 0);
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
