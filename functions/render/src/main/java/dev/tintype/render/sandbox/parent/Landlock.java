package dev.tintype.render.sandbox.parent;

import dev.tintype.render.sandbox.JailPolicy;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Restricts file access, TCP and signals for the calling thread and its descendants.
///
/// The ruleset handles every right that the kernel's version knows, so everything not granted is
/// refused. https://docs.kernel.org/userspace-api/landlock.html
public final class Landlock {
  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_FOLDER = 1 << 3;
  private static final long MAKE_FILE = 1 << 8;
  private static final long TRUNCATE = 1 << 14;
  private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE;

  private static final int TRUNCATE_SINCE = 3;
  private static final int ASK_VERSION = 1;
  private static final int PATH_BENEATH = 1;
  private static final int AT_WORKING_FOLDER = -100;
  private static final int O_PATH_CLOEXEC = 0x200000 | 0x80000;

  private final KernelCalls kernel;
  private final int abi;

  private Landlock(KernelCalls kernel, int abi) {
    this.kernel = kernel;
    this.abi = abi;
  }

  /// Returns the kernel's Landlock version; 0 where it has none or the query is refused.
  public static int abi(KernelCalls kernel) {
    return (int) Math.max(0, kernel.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, ASK_VERSION));
  }

  /// Restricts the calling thread to the policy's paths and the system's libraries.
  ///
  /// @throws dev.tintype.render.sandbox.JailException if a path of the policy is missing, or the
  ///   kernel refuses
  static void restrictThisThread(KernelCalls kernel, int abi, JailPolicy policy) {
    new Landlock(kernel, abi).restrict(policy);
  }

  private void restrict(JailPolicy policy) {
    try (Arena arena = Arena.ofConfined()) {
      long rules = create(arena);
      try {
        SystemPaths system = SystemPaths.ofThisJvm();
        for (Path path : system.execute()) {
          grant(rules, path, EXECUTE | READ_FILE | READ_FOLDER, arena);
        }
        for (Path path : system.read()) {
          grant(rules, path, READ_FILE | READ_FOLDER, arena);
        }
        for (Path path : system.write()) {
          grant(rules, path, READ_FILE | WRITE_FILE, arena);
        }
        for (Path path : system.list()) {
          grant(rules, path, READ_FOLDER, arena);
        }
        for (Path path : policy.code()) {
          grant(rules, path, EXECUTE | READ_FILE | READ_FOLDER, arena);
        }
        grant(rules, policy.folders().in(), READ_FILE | READ_FOLDER, arena);
        grant(rules, policy.folders().out(), workRights(), arena);
        kernel.demand("close the file system (Landlock)", Syscall.LANDLOCK_RESTRICT_SELF, rules, 0);
      } finally {
        kernel.call(Syscall.CLOSE, rules);
      }
    }
  }

  private long create(Arena arena) {
    MemorySegment handled = arena.allocate(24, 8);
    handled.set(ValueLayout.JAVA_LONG, 0, fileRights());
    handled.set(ValueLayout.JAVA_LONG, 8, abi >= 4 ? 0b11 : 0); // TCP: bind, connect
    handled.set(ValueLayout.JAVA_LONG, 16, abi >= 6 ? 0b11 : 0); // abstract sockets, signals
    long bytes = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    return kernel.demand(
        "begin a Landlock ruleset", Syscall.LANDLOCK_CREATE_RULESET, handled.address(), bytes, 0);
  }

  /// Every file right of this version: the 13 original ones, then refer, truncate and device ioctl.
  private long fileRights() {
    int count = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    return (1L << count) - 1;
  }

  /// Regular files may be created and written. Folders, devices, pipes and sockets may not be
  /// created, and nothing may be removed or renamed. So the folder shows every file that was
  /// created.
  private long workRights() {
    long rights = READ_FILE | READ_FOLDER | WRITE_FILE | MAKE_FILE;
    return abi >= TRUNCATE_SINCE ? rights | TRUNCATE : rights;
  }

  private void grant(long rules, Path path, long rights, Arena arena) {
    long file =
        kernel.demand(
            "open " + path + " for a Landlock rule",
            Syscall.OPENAT,
            AT_WORKING_FOLDER,
            arena.allocateFrom(path.toString()).address(),
            O_PATH_CLOEXEC);
    try {
      MemorySegment rule = arena.allocate(12, 8);
      boolean folder = path.toFile().isDirectory();
      rule.set(ValueLayout.JAVA_LONG, 0, folder ? rights : rights & OF_FILES);
      rule.set(ValueLayout.JAVA_INT, 8, (int) file);
      kernel.demand(
          "grant " + path + " by Landlock",
          Syscall.LANDLOCK_ADD_RULE,
          rules,
          PATH_BENEATH,
          rule.address(),
          0);
    } finally {
      kernel.call(Syscall.CLOSE, file);
    }
  }
}
