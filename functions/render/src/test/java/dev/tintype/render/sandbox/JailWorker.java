package dev.tintype.render.sandbox;

import dev.tintype.render.sandbox.parent.JailKeeper;
import dev.tintype.render.sandbox.parent.JailedJvm;
import dev.tintype.render.sandbox.parent.JailedProcess;
import dev.tintype.render.sandbox.parent.Landlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A worker in its own JVM: starts one [JailProbe] through the jail and forwards its lines.
///
/// Arguments: mode, `landlock` or `open`, memory cap in bytes, scenario, the folder of the run.
final class JailWorker {
  private JailWorker() {}

  public static void main(String[] arguments) throws Exception {
    Path run = Path.of(arguments[4]);
    WorkFolders folders = new WorkFolders(run.resolve("work/in"), run.resolve("work/out"));
    List<Path> code = List.of(run.resolve("classes"));
    JailPolicy policy =
        new JailPolicy(
            JailMode.of(arguments[0]),
            arguments[1].equals("landlock"),
            code,
            folders,
            JailLimits.ofMemory(Long.parseLong(arguments[2]), 0));
    try (JailKeeper keeper = JailKeeper.open(policy)) {
      say("kernelLandlockAbi", Landlock.abi(KernelCalls.bind()));
      say("warnings", keeper.warnings());
      JailedJvm jvm = new JailedJvm(code, options(arguments[3]), JailProbe.class.getName());
      JailedProcess probe =
          keeper.start(
              jvm.command(
                  keeper.terms(),
                  folders,
                  List.of(
                      arguments[3],
                      folders.in().resolve("original").toString(),
                      folders.out().toString(),
                      run.resolve("secret").toString(),
                      run.resolve("elsewhere").toString())));
      CompletableFuture<Map<String, String>> poolStatus =
          probe.onExit().thenApplyAsync(ended -> status(Path.of("/proc/thread-self/status")));
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(probe.errorReader()));
      passOn(probe);
      say("exit", probe.waitFor());
      say("poolNoNewPrivs", poolStatus.get().get("NoNewPrivs"));
      say("compiledHotLoop", errors.get().contains("HotLoop::mix"));
      say("mainNoNewPrivs", status(Path.of("/proc/thread-self/status")).get("NoNewPrivs"));
      errors.get().lines().filter(line -> !line.contains("::")).forEach(System.err::println);
    }
    say("alive", true);
  }

  /// A hog is interpreted: a compiler that wants memory while the hog has all of it ends the JVM.
  private static List<String> options(String scenario) {
    String log = "-Xlog:jit+compilation=debug:stderr";
    return scenario.equals("hog") ? List.of(log, "-Xint") : List.of(log);
  }

  private static void passOn(JailedProcess probe) throws IOException, InterruptedException {
    BufferedReader lines = probe.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(line);
      System.out.flush();
      if (line.equals("main finished=true")) {
        threadsOf(probe.pid());
        probe.giveWay();
        say("rendererGroupNiceness", groupNiceness(Long.toString(probe.pid())));
        say("ownGroupNiceness", groupNiceness("self"));
        probe.getOutputStream().close();
      }
    }
  }

  /// Returns the niceness of a process's session; empty where the kernel has no autogroups.
  static String groupNiceness(String process) throws IOException {
    Path group = Path.of("/proc", process, "autogroup");
    return Files.exists(group) ? Files.readString(group).strip().replaceAll(".* ", "") : "";
  }

  /// For each restriction shown in `/proc`, prints every value that a thread of the child has.
  private static void threadsOf(long pid) throws IOException {
    Map<String, TreeSet<String>> seen = new TreeMap<>();
    List<Path> threads;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      threads = tasks.toList();
    }
    for (Path thread : threads) {
      status(thread.resolve("status"))
          .forEach((name, value) -> seen.computeIfAbsent(name, n -> new TreeSet<>()).add(value));
    }
    say("threads", threads.size());
    for (String name :
        List.of("NoNewPrivs", "Seccomp", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "Uid")) {
      say("threads" + name, seen.get(name));
    }
  }

  private static Map<String, String> status(Path file) {
    Map<String, String> status = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(":\\s*", 2);
        status.put(parts[0], parts[1].replace('\t', ' '));
      }
    } catch (NoSuchFileException e) {
      return Map.of(); // a thread that has ended since
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return status;
  }

  private static String text(BufferedReader reader) {
    List<String> lines = new ArrayList<>();
    reader.lines().forEach(lines::add);
    return String.join("\n", lines);
  }

  private static void say(String name, @Nullable Object value) {
    System.out.println("worker " + name + "=" + value);
    System.out.flush();
  }
}
