package dev.tintype.render.sandbox.parent;

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
/// The JDK completes [Process#onExit] on its reaper thread, which the confined thread started and
/// which is therefore confined as well; threads that a callback starts there would be confined in
/// turn. This wrapper waits on a thread of the caller's pool instead, and offers no handle.
///
/// Nor can the JDK's own object kill it: the confined thread that made it may not read when the
/// process started, and without that the JDK sends no signal. So a free thread looks once more.
public final class JailedProcess extends Process {
  /// When memory runs out, the kernel takes the renderer before whoever waits for it.
  private static final String FIRST = "1000";

  private final Process process;
  private final int nice;
  private final Optional<KernelCalls> kernel;
  private final Optional<ProcessHandle> handle;
  private Optional<Autogroup> autogroup = Optional.empty();
  private Optional<IOException> closed = Optional.empty();

  /// Made on a free thread.
  ///
  /// @param kernel sets its limits; absent for a process outside the jail
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

  /// Written while the process may still be looked into, as the group is opened.
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

  /// Sets the longest file it may write from now on; it can change that itself no more.
  ///
  /// @throws IOException when the kernel refuses, as some sandboxes do
  public void limitFileBytes(long most) throws IOException {
    long result =
        kernel.map(calls -> ResourceLimits.setFileBytes(calls, process.pid(), most)).orElse(0L);
    if (result < 0 && process.isAlive()) {
      throw new IOException("the length of its files cannot be limited (errno " + -result + ")");
    }
  }

  /// Lets the renderer's session give way to others as its threads do. To be called once, when it
  /// has said that it is confined: its session begins with that.
  ///
  /// @throws IOException when the kernel refuses; all else goes on
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
    handle.ifPresent(ProcessHandle::destroyForcibly);
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
