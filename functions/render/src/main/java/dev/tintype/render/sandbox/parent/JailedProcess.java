package dev.tintype.render.sandbox.parent;

import dev.tintype.render.sandbox.HiddenProcess;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.ResourceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A renderer's process.
///
/// The JDK completes [Process#onExit] on its reaper thread. The confined thread started that
/// thread, so it and every thread started from its callbacks are confined too. This wrapper waits
/// on a thread of the caller's pool instead, and offers no process handle.
///
/// The JDK's own object cannot kill the process: the confined thread that created it could not read
/// the process's start time, and without that the JDK sends no signal. The same holds for an object
/// of an unconfined thread if the kernel shows no processes of others. So the kernel is asked.
public final class JailedProcess extends Process {
  /// Makes the kernel's out-of-memory killer choose the renderer before the worker.
  private static final String FIRST = "1000";

  private final Process process;
  private final int nice;
  private final Optional<KernelCalls> kernel;
  private final Optional<ProcessHandle> handle;
  private Optional<Autogroup> autogroup = Optional.empty();
  private Optional<IOException> closed = Optional.empty();

  /// Must be created on an unconfined thread.
  ///
  /// @param kernel sets its limits and kills it; absent for a process outside the jail
  JailedProcess(Process process, int nice, Optional<KernelCalls> kernel) {
    this.process = process;
    this.nice = nice;
    this.kernel = kernel;
    this.handle = ProcessHandle.of(process.pid());
    try {
      this.autogroup = Autogroup.of(process.pid());
    } catch (IOException e) {
      this.closed = Optional.of(e);
    }
    goFirst();
  }

  /// Written before the process hides itself; the autogroup is opened then too.
  private void goFirst() {
    try {
      Files.writeString(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), FIRST);
    } catch (IOException e) {
      if (process.isAlive()) {
        System.getLogger(JailedProcess.class.getName())
            .log(System.Logger.Level.WARNING, "event=renderer.oom_score_not_set", e);
      }
    }
  }

  /// Limits the length of files it may write from now on; it cannot raise the limit itself.
  ///
  /// @throws IOException when the kernel refuses, as some sandboxes do
  public void limitFileBytes(long most) throws IOException {
    long result =
        kernel.map(calls -> ResourceLimits.setFileBytes(calls, process.pid(), most)).orElse(0L);
    if (result < 0 && process.isAlive()) {
      throw new IOException("the length of its files cannot be limited (errno " + -result + ")");
    }
  }

  /// Lowers the scheduling priority of the renderer's session to match its threads. Call it once,
  /// after the renderer has reported that it is confined: its session begins with that.
  ///
  /// @throws IOException when the kernel refuses; the renderer still works
  public void giveWay() throws IOException, InterruptedException {
    if (closed.isPresent()) {
      throw closed.get();
    }
    if (autogroup.isPresent()) {
      try (Autogroup group = autogroup.get()) {
        group.beNicer(nice);
      }
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return process.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return process.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return process.waitFor(timeout, unit);
  }

  @Override
  public boolean waitFor(Duration duration) throws InterruptedException {
    return process.waitFor(duration);
  }

  @Override
  public int exitValue() {
    return process.exitValue();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void destroy() {
    handle.ifPresent(ProcessHandle::destroy);
  }

  @Override
  public Process destroyForcibly() {
    kernel.ifPresentOrElse(
        calls -> HiddenProcess.kill(calls, process),
        () -> handle.ifPresent(ProcessHandle::destroyForcibly));
    autogroup.ifPresent(JailedProcess::close);
    return this;
  }

  @Override
  public boolean supportsNormalTermination() {
    return process.supportsNormalTermination();
  }

  private static void close(Autogroup group) {
    try {
      group.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
