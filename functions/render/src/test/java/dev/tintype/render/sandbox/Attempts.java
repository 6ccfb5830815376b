package dev.tintype.render.sandbox;

import dev.tintype.render.sandbox.child.PrivateMaps;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/// The forbidden operations that one thread tries, with their results.
///
/// @param thread the name before each line
/// @param place the targets
record Attempts(String thread, JailProbe.Place place) {
  /// uretprobe and uprobe of x86-64: the kernel hides them from filters, and sends SIGILL to a
  /// process that is not traced.
  private static final List<Integer> UNFILTERED = List.of(335, 336);

  private static final long TERABYTE = 1L << 40;

  void run() {
    KernelCalls kernel = KernelCalls.bind();
    outside(kernel);
    signals(kernel);
    inherited();
    files();
    work();
    System.out.println(thread + " openedByFilter=" + openNumbers(kernel));
  }

  /// Operations that do no harm where they succeed.
  void few() {
    KernelCalls kernel = KernelCalls.bind();
    java("javaSocket", Attempts::listen);
    java("javaProgram", Attempts::startProgram);
    raw("socket1", kernel.call(Syscall.SOCKET, 1, 1, 0));
    raw("sharedMemory", kernel.call(Syscall.MMAP, 0, 4096, 3, 0x21, -1, 0));
    raw("undump", kernel.call(Syscall.PRCTL, Prctl.SET_DUMPABLE, 1));
    raw("askParent", kernel.call(Syscall.KILL, place.parent(), 0));
    limits(kernel);
    files();
    work();
  }

  /// Writes a file past the limit.
  String writeTooMuch() {
    try (OutputStream file = Files.newOutputStream(place.out().resolve("long"))) {
      for (int mebibyte = 0; mebibyte < 10; mebibyte++) {
        file.write(new byte[1 << 20]);
      }
      return "done";
    } catch (IOException e) {
      return "refused " + e.getMessage();
    }
  }

  private void outside(KernelCalls kernel) {
    java("javaSocket", Attempts::listen);
    java("javaProgram", Attempts::startProgram);
    for (int family : new int[] {1, 2, 10, 16}) {
      raw("socket" + family, kernel.call(Syscall.SOCKET, family, 1, 0));
    }
    for (ForbiddenCall call : ForbiddenCall.values()) {
      int number = call.number(kernel.architecture());
      if (number >= 0) {
        raw(call.name(), forbidden(kernel, call, number));
      }
    }
    // SIGCHLD without CLONE_THREAD creates a process.
    raw("cloneProcess", kernel.call(Syscall.CLONE, 17, 0, 0, 0, 0));
    raw("clone3", kernel.call(Syscall.CLONE3, 0, 0));
    if (kernel.architecture() == Architecture.X86_64) {
      raw("x32Getpid", kernel.callNumber(0x40000000L + 39));
    }
    raw("sharedMemory", kernel.call(Syscall.MMAP, 0, 4096, 3, 0x21, -1, 0));
    raw("hugePages", kernel.call(Syscall.MMAP, 0, 2 << 20, 3, 0x40022, -1, 0));
    raw("growingStack", kernel.call(Syscall.MMAP, 0, 4096, 3, 0x122, -1, 0));
    raw("terminalInput", kernel.call(Syscall.IOCTL, 0, 0x5412, 0));
    raw("undump", kernel.call(Syscall.PRCTL, Prctl.SET_DUMPABLE, 1));
    raw("forgetParent", kernel.call(Syscall.PRCTL, Prctl.SET_PARENT_DEATH_SIGNAL, 0));
    limits(kernel);
    folder(kernel);
    maps(kernel);
  }

  /// Operations that would keep the worker from emptying the folder, or hide its contents from the
  /// worker.
  private void folder(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      long made = arena.allocateFrom(place.out().resolve("made-" + thread).toString()).address();
      long file = arena.allocateFrom(place.out().resolve("own-" + thread).toString()).address();
      long other = arena.allocateFrom(place.out().resolve("other-" + thread).toString()).address();
      long out = arena.allocateFrom(place.out().toString()).address();
      long opened = kernel.call(Syscall.OPENAT, -100, file, 0x42, 0600);
      raw("makeOwnFile", Math.min(0, opened));
      raw("mkdirat", kernel.call(Syscall.MKDIRAT, -100, made, 0));
      raw("unlinkat", kernel.call(Syscall.UNLINKAT, -100, file, 0));
      raw("rmdirat", kernel.call(Syscall.UNLINKAT, -100, out, 0x200));
      raw("renameat2", kernel.call(Syscall.RENAMEAT2, -100, file, -100, other, 0));
      raw("whiteout", kernel.call(Syscall.RENAMEAT2, -100, file, -100, other, 4));
      raw("exchange", kernel.call(Syscall.RENAMEAT2, -100, file, -100, out, 2));
      raw("renameat", kernel.call(Syscall.RENAMEAT, -100, file, -100, other));
      raw("namelessFile", kernel.call(Syscall.OPENAT, -100, out, 0x410002, 0600));
      raw("fallocate", kernel.call(Syscall.FALLOCATE, opened, 0, 0, 1 << 20));
      raw("fallocateKeepingSize", kernel.call(Syscall.FALLOCATE, opened, 1, 0, TERABYTE));
      raw("flock", kernel.call(Syscall.FLOCK, opened, 2));
      raw("posixLock", kernel.call(Syscall.FCNTL, opened, 6, arena.allocate(32, 8).address()));
      raw("openLock", kernel.call(Syscall.FCNTL, opened, 37, arena.allocate(32, 8).address()));
      raw("growPipe", kernel.call(Syscall.FCNTL, 1, 1031, 1 << 20));
      if (kernel.architecture() == Architecture.X86_64) {
        raw("mkdir", kernel.call(Syscall.MKDIR, made, 0));
        raw("unlink", kernel.call(Syscall.UNLINK, file));
        raw("rmdir", kernel.call(Syscall.RMDIR, out));
        raw("rename", kernel.call(Syscall.RENAME, file, other));
      }
      kernel.call(Syscall.CLOSE, opened);
    }
    java("makeFolder", () -> Files.isDirectory(Files.createDirectory(place.out().resolve("d"))));
    java("deleteOutFolder", () -> Files.deleteIfExists(place.out()));
    java("deleteOriginal", () -> Files.deleteIfExists(place.original()));
  }

  /// Memory that no cap would count.
  private void maps(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      long own = arena.allocateFrom(place.out().resolve("own-" + thread).toString()).address();
      long zero = arena.allocateFrom("/dev/zero").address();
      long original = arena.allocateFrom(place.original().toString()).address();
      long opened = kernel.call(Syscall.OPENAT, -100, own, 2);
      raw("sharedOwnFile", kernel.call(Syscall.MMAP, 0, 4096, 1, 1, opened, 0));
      raw("sharedValidatedOwnFile", kernel.call(Syscall.MMAP, 0, 4096, 1, 3, opened, 0));
      kernel.call(Syscall.CLOSE, opened);
      opened = kernel.call(Syscall.OPENAT, -100, zero, 0);
      raw("sharedZeros", kernel.call(Syscall.MMAP, 0, 4096, 1, 1, opened, 0));
      kernel.call(Syscall.CLOSE, opened);
      opened = kernel.call(Syscall.OPENAT, -100, original, 0);
      raw("sharedOriginal", kernel.call(Syscall.MMAP, 0, 4096, 1, 1, opened, 0));
      kernel.call(Syscall.CLOSE, opened);
      long sparse = kernel.call(Syscall.MMAP, 0, TERABYTE / 2, 1, 0x4022, -1, 0);
      System.out.println(thread + " sparseReads=" + (sparse == -12 ? "no memory" : "" + sparse));
    }
  }

  private long forbidden(KernelCalls kernel, ForbiddenCall call, int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocateFrom("/bin/true");
      MemorySegment none = arena.allocate(ValueLayout.ADDRESS);
      return switch (call) {
        case EXECVE -> kernel.callNumber(number, program.address(), none.address(), none.address());
        case PTRACE -> kernel.callNumber(number, 16, place.parent(), 0, 0);
        case PROCESS_VM_READV, PROCESS_VM_WRITEV ->
            kernel.callNumber(number, place.parent(), 0, 0, 0, 0, 0);
        case MEMFD_CREATE -> kernel.callNumber(number, program.address(), 0);
        case PIDFD_OPEN -> kernel.callNumber(number, place.parent(), 0);
        case SYMLINKAT ->
            kernel.callNumber(
                number,
                program.address(),
                -100,
                arena.allocateFrom(place.out().resolve("link").toString()).address());
        default -> kernel.callNumber(number, 0, 0, 0, 0, 0, 0);
      };
    }
  }

  private void limits(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(16, 8);
      limit.set(ValueLayout.JAVA_LONG, 0, TERABYTE);
      limit.set(ValueLayout.JAVA_LONG, 8, TERABYTE);
      raw(
          "raiseMemoryCap",
          kernel.call(Syscall.PRLIMIT64, 0, ResourceLimits.MEMORY_BYTES, limit.address(), 0));
      raw(
          "raiseOpenFiles",
          kernel.call(Syscall.PRLIMIT64, 0, ResourceLimits.OPEN_FILES, limit.address(), 0));
      raw(
          "raiseStack",
          kernel.call(Syscall.PRLIMIT64, 0, ResourceLimits.STACK_BYTES, limit.address(), 0));
      raw(
          "raiseAddressSpace",
          kernel.call(Syscall.PRLIMIT64, 0, ResourceLimits.ADDRESS_BYTES, limit.address(), 0));
      limit.set(ValueLayout.JAVA_LONG, 0, 4096);
      limit.set(ValueLayout.JAVA_LONG, 8, 4096);
      raw(
          "changeFileBytes",
          kernel.call(
              Syscall.PRLIMIT64,
              ProcessHandle.current().pid(),
              ResourceLimits.FILE_BYTES,
              limit.address(),
              0));
      raw(
          "parentLimit",
          kernel.call(
              Syscall.PRLIMIT64, place.parent(), ResourceLimits.OPEN_FILES, 0, limit.address()));
    }
  }

  private void signals(KernelCalls kernel) {
    long parent = place.parent();
    raw("askParent", kernel.call(Syscall.KILL, parent, 0));
    raw("killParent", kernel.call(Syscall.KILL, parent, 9));
    raw("killEverybody", kernel.call(Syscall.KILL, -1, 0));
    raw("killGroup", kernel.call(Syscall.KILL, 0, 0));
    raw("tkillParent", kernel.call(Syscall.TKILL, parent, 0));
    raw("tgkillParent", kernel.call(Syscall.TGKILL, parent, parent, 0));
    raw("queueToParent", kernel.call(Syscall.RT_SIGQUEUEINFO, parent, 0, 0));
    raw("ownerOfSignals", kernel.call(Syscall.FCNTL, 0, 8, parent));
    raw("askMyself", kernel.call(Syscall.KILL, ProcessHandle.current().pid(), 0));
  }

  /// Looks for a pipe or socket of the worker other than the three standard streams.
  private void inherited() {
    List<String> found = new ArrayList<>();
    for (int number = 3; number < 256; number++) {
      try {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
        if (!target.startsWith("/")) {
          found.add(target);
        }
      } catch (IOException e) {
        if (!(e instanceof NoSuchFileException)) {
          found.add(e.toString());
        }
      }
    }
    System.out.println(thread + " inherited=" + found);
  }

  private void files() {
    String parent = "/proc/" + place.parent() + "/";
    java("parentEnvironment", () -> !Files.readString(Path.of(parent, "environ")).isEmpty());
    java("parentMemory", () -> opens(Path.of(parent, "mem"), StandardOpenOption.READ));
    java("parentMemoryWrite", () -> opens(Path.of(parent, "mem"), StandardOpenOption.WRITE));
    java("parentStream", () -> opens(Path.of(parent, "fd/1"), StandardOpenOption.WRITE));
    java("parentStreamName", () -> Files.readSymbolicLink(Path.of(parent, "fd/1")).isAbsolute());
    java("parentCommand", () -> !Files.readString(Path.of(parent, "cmdline")).isEmpty());
    java("readSecret", () -> !Files.readString(place.secret()).isEmpty());
    java("writeSecret", () -> opens(place.secret(), StandardOpenOption.WRITE));
    java("listElsewhere", () -> lists(place.elsewhere()));
    java(
        "writeElsewhere",
        () -> Files.exists(Files.writeString(place.elsewhere().resolve(thread), "x")));
    java("readOriginal", () -> Files.readString(place.original()).equals("original"));
    java("writeOriginal", () -> opens(place.original(), StandardOpenOption.WRITE));
  }

  private void work() {
    java(
        "writeOut",
        () ->
            Files.readString(Files.writeString(place.out().resolve("variant-" + thread), "variant"))
                .equals("variant"));
    java("mapOriginal", this::mapOriginal);
    java("threads", Attempts::startThreads);
    java("collect", Attempts::collectGarbage);
    java("compile", () -> HotLoop.run() != 0);
    java("nativeMemory", Attempts::fillNativeMemory);
    java("random", () -> new SecureRandom().nextLong() != 0);
    java("classes", () -> Pattern.matches("a+(b|c)*", "aabc"));
    java("service", () -> MessageDigest.getInstance("SHA-256").digest().length == 32);
  }

  private boolean mapOriginal() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return PrivateMaps.bind().map(place.original(), arena).get(ValueLayout.JAVA_BYTE, 0) == 'o';
    }
  }

  private static boolean startThreads() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(20);
    for (int i = 0; i < 10; i++) {
      Thread.ofPlatform().start(ran::countDown);
      Thread.ofVirtual().start(ran::countDown);
    }
    ran.await();
    return true;
  }

  private static boolean collectGarbage() {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] piece = new byte[1 << 20];
      if (i % 40 == 0) {
        kept.add(piece);
      }
    }
    System.gc();
    return kept.size() == 10;
  }

  private static boolean fillNativeMemory() {
    try (Arena arena = Arena.ofConfined()) {
      return arena.allocate(48 << 20).fill((byte) 7).get(ValueLayout.JAVA_BYTE, 47 << 20) == 7;
    }
  }

  /// Returns the numbers that are neither allowed by the list nor refused by the kernel.
  private static TreeSet<Integer> openNumbers(KernelCalls kernel) {
    TreeSet<Integer> allowed = new TreeSet<>();
    for (Syscall call : EnumSet.range(Syscall.FUTEX, Syscall.SCHED_SETATTR)) {
      if (call.existsOn(kernel.architecture())) {
        allowed.add(call.number(kernel.architecture()));
      }
    }
    if (kernel.architecture() == Architecture.X86_64) {
      allowed.addAll(UNFILTERED);
    }
    TreeSet<Integer> open = new TreeSet<>();
    for (int number = 0; number <= 600; number++) {
      if (!allowed.contains(number)) {
        long result = kernel.callNumber(number);
        if (result != -1 && result != -38) {
          open.add(number);
        }
      }
    }
    return open;
  }

  private static boolean opens(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      return channel.isOpen();
    }
  }

  private static boolean listen() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    }
  }

  private static boolean startProgram() throws IOException, InterruptedException {
    return new ProcessBuilder("/bin/true").start().waitFor() == 0;
  }

  private static boolean lists(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    }
  }

  private void raw(String name, long result) {
    System.out.println(thread + " " + name + "=" + (result < 0 ? "errno " + -result : "done"));
  }

  private void java(String name, Trial attempt) {
    String outcome;
    try {
      outcome = attempt.run() ? "done" : "wrong";
    } catch (IOException | GeneralSecurityException | InterruptedException | LinkageError e) {
      outcome = "refused " + e.getClass().getSimpleName() + " " + e.getMessage();
    }
    System.out.println(thread + " " + name + "=" + outcome.replace('\n', ' '));
  }

  private interface Trial {
    boolean run() throws IOException, GeneralSecurityException, InterruptedException;
  }
}
