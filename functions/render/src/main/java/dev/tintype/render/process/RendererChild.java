package dev.tintype.render.process;

import dev.tintype.render.protocol.Frame;
import dev.tintype.render.protocol.HelloJson;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.render.sandbox.WorkFolders;
import dev.tintype.render.sandbox.parent.JailKeeper;
import dev.tintype.render.sandbox.parent.JailedJvm;
import dev.tintype.render.sandbox.parent.JailedProcess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One running renderer and the pipes to it. One thread uses it; any thread may call [#kill].
final class RendererChild {

  private static final long PAGE_BYTES = 4096;

  /// The exit value that the JDK reports for a process ended by SIGKILL.
  private static final int KILLED = 128 + 9;

  private final JailedProcess process;
  private final InputStream in;
  private final OutputStream out;
  private final StderrRing stderr;
  private SandboxReport report;
  private int jobs;
  private volatile boolean killed;

  private RendererChild(JailedProcess process, SandboxReport report) {
    this.process = process;
    this.in = new BufferedInputStream(process.getInputStream());
    this.out = new BufferedOutputStream(process.getOutputStream());
    this.stderr = new StderrRing(process.getErrorStream());
    this.report = report;
  }

  /// Starts a renderer and waits for its hello frame.
  ///
  /// @throws RendererUnavailable when no hello arrives in time; the message holds what it printed
  static RendererChild start(
      RendererSettings settings, JailKeeper jail, WorkFolders folders, RendererProgram program)
      throws InterruptedException {
    List<String> command =
        command(program, shared(), settings.bundle(), settings.encoders(), jail.terms(), folders);
    try {
      RendererChild child =
          new RendererChild(jail.start(command), new Unmeasured(settings.sandbox()).report());
      child.greet(settings.life().startWithin());
      child.giveWay();
      child.requireSight(settings.sandbox());
      return child;
    } catch (IOException e) {
      throw new RendererUnavailable("the renderer did not start", e);
    }
  }

  /// The command line of a renderer.
  ///
  /// @param options options of its JVM, after those of the jail
  static List<String> command(
      RendererProgram program,
      List<String> options,
      LibvipsBundle bundle,
      int encoders,
      JailTerms terms,
      WorkFolders folders) {
    return new JailedJvm(program.classPath(), options, program.mainClass())
        .command(
            terms,
            folders,
            List.of(
                bundle.library().toAbsolutePath().toString(),
                Integer.toString(encoders),
                folders.in().toString(),
                folders.out().toString()));
  }

  /// Without a class archive a renderer still starts, but takes twice as long.
  private static List<String> shared() {
    return Stream.concat(
            Stream.of("-Xshare:auto"),
            RendererClassPath.archive().map(path -> "-XX:SharedArchiveFile=" + path).stream())
        .toList();
  }

  private void greet(Duration within) throws InterruptedException {
    try (Deadline _ = new Deadline(within, this::kill)) {
      Optional<Frame> hello = read();
      if (hello.isEmpty() || hello.get().type() != Frame.Type.HELLO) {
        kill();
        throw new RendererUnavailable("the renderer did not start: " + lastWords(), null);
      }
      report = HelloJson.read(hello.get().body());
    } catch (IOException e) {
      kill();
      throw new RendererUnavailable("the renderer did not start: " + lastWords(), e);
    }
  }

  private void giveWay() throws InterruptedException {
    try {
      process.giveWay();
    } catch (IOException e) {
      report =
          report.warning("The renderer's session takes as much CPU as the worker's: " + e + ".");
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  /// The worker watches the memory, the processor time and the threads of a renderer from outside.
  ///
  /// @throws RendererUnavailable when the kernel does not show them, and everything is required
  private void requireSight(JailMode mode) throws InterruptedException {
    boolean isVisible = Files.exists(Path.of("/proc/" + process.pid() + "/statm"));
    if (isVisible || process.waitFor(100, TimeUnit.MILLISECONDS)) {
      return;
    }
    String blind =
        "The worker cannot watch its renderers, since /proc hides them: remove hidepid from the"
            + " options of its mount, and ProtectProc from the unit of systemd.";
    if (mode == JailMode.REQUIRE) {
      end();
      throw new RendererUnavailable(blind, null);
    }
    report = report.warning(blind);
  }

  SandboxReport report() {
    return report;
  }

  void write(Frame frame) throws IOException {
    frame.write(out);
  }

  /// @return whether the pipe holds unread bytes
  boolean hasMoreToSay() throws IOException {
    return in.available() > 0;
  }

  /// @return the next frame; absent when the renderer has died
  Optional<Frame> read() throws IOException {
    return Frame.read(in);
  }

  void countJob() {
    jobs++;
  }

  int jobs() {
    return jobs;
  }

  /// Limits the length of files it may write from now on. Where the kernel does not let one process
  /// limit another, the start-up limit stays.
  void limitFileBytes(long most) {
    try {
      process.limitFileBytes(Math.max(1, most));
    } catch (IOException e) {
      System.getLogger(RendererChild.class.getName())
          .log(System.Logger.Level.DEBUG, "event=renderer.files_not_limited", e);
    }
  }

  /// @return its number of threads; 0 once it has ended
  int threads() {
    try {
      return RendererThreads.count(process.pid());
    } catch (IOException e) {
      return 0;
    }
  }

  /// @return whether a signal ended it that this worker did not send
  boolean killedByTheKernel() throws InterruptedException {
    return !killed && process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == KILLED;
  }

  boolean alive() {
    return process.isAlive() && !killed;
  }

  long pid() {
    return process.pid();
  }

  /// @return bytes of resident memory, 0 once it has ended
  long residentBytes() {
    try {
      String statm = Files.readString(Path.of("/proc/" + process.pid() + "/statm"));
      return Long.parseLong(statm.split(" ", 3)[1]) * PAGE_BYTES;
    } catch (IOException e) {
      return 0;
    }
  }

  /// @return processor time used so far; 0 once it has ended
  Duration processorTime() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /// @return whether one of its rendering threads runs on a processor or waits for one
  boolean wantsProcessor() {
    return RendererThreads.wantProcessor(process.pid());
  }

  /// @return how long its rendering threads have waited for a processor so far, by thread id; empty
  ///   where the kernel does not count that, and once the renderer has ended
  Map<String, Duration> waits() {
    return RendererThreads.waits(process.pid());
  }

  void kill() {
    killed = true;
    process.destroyForcibly();
  }

  /// Kills it and waits until it is gone.
  void end() throws InterruptedException {
    kill();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /// Kills it and waits for its end. An interrupt does not stop the wait and is restored
  /// afterwards.
  void endUninterrupted() {
    kill();
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        process.waitFor();
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how it ended, and the last lines it printed
  String lastWords() throws InterruptedException {
    boolean ended = process.waitFor(2, TimeUnit.SECONDS);
    String words = stderr.text();
    String status = ended ? "exit status " + process.exitValue() : "still running";
    return words.isEmpty() ? status : status + ": " + words;
  }
}
