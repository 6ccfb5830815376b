package dev.tintype.render.process;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Limits;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.sandbox.JailKeeper;
import dev.tintype.render.sandbox.JailLimits;
import dev.tintype.render.sandbox.JailPolicy;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Renders in a child process, kept warm for many jobs and replaced after any rejection, crash or
/// timeout, when it has grown, and every so many jobs.
///
/// One job at a time; [#close] may be called by another thread, and ends a running job as
/// interrupted.
public final class RendererProcess implements Renderer {

  /// A renderer this large between two jobs is replaced.
  private static final long GROWN_BYTES = 600L << 20;

  private final RendererSettings settings;
  private final Trial trial;
  private List<String> firstArguments;
  private final WorkFolder folder;
  private final JailKeeper jail;
  private volatile @Nullable RendererChild child;
  private volatile boolean closed;

  /// Makes a work folder; the first renderer is started by the first job or by [#warm].
  ///
  /// @throws StoreUnavailable when the scratch folder cannot be written
  public RendererProcess(RendererSettings settings) {
    this(settings, Trial.NONE);
  }

  /// Renderers under test.
  RendererProcess(RendererSettings settings, Trial trial) {
    this.settings = settings;
    this.trial = trial;
    this.firstArguments = trial.arguments();
    try {
      this.folder = WorkFolder.create(settings.scratch());
    } catch (IOException e) {
      throw new StoreUnavailable("no work folder can be made in " + settings.scratch(), e);
    }
    List<Path> code = new ArrayList<>(RendererClassPath.entries());
    code.add(settings.bundle().library());
    code.add(settings.bundle().versions());
    this.jail =
        JailKeeper.open(
            new JailPolicy(
                settings.sandbox(),
                code,
                folder.folders(),
                JailLimits.ofMemory(settings.memoryBytes())));
  }

  /// Starts the renderer now, so that the first job finds it warm.
  ///
  /// @return what its jail holds
  /// @throws RendererUnavailable when it does not start
  public SandboxReport warm() throws InterruptedException {
    return living().report();
  }

  /// @return the process id of the running renderer, 0 when there is none
  public long pid() {
    RendererChild running = child;
    return running == null ? 0 : running.pid();
  }

  /// @return resident bytes of the running renderer, 0 when there is none
  public long residentBytes() {
    RendererChild running = child;
    return running == null ? 0 : running.residentBytes();
  }

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    if (closed) {
      return new Rendering.Interrupted();
    }
    if (request.job().declaredBytes() > Limits.MAX_ORIGINAL_BYTES) {
      return new Rendering.Rejected(
          Rejection.TOO_LARGE, request.job().declaredBytes() + " bytes declared");
    }
    boolean whole = false;
    try {
      folder.receive(request.original());
      Rendering rendering = converse(living(), request, progress);
      folder.clear();
      retireIfNeeded(rendering);
      whole = true;
      return rendering;
    } catch (IOException e) {
      throw fault(request.job(), e);
    } finally {
      if (!whole) {
        abandon();
      }
    }
  }

  private Rendering converse(RendererChild running, Request request, Progress progress)
      throws InterruptedException, IOException {
    Conversation conversation = new Conversation(running, settings, folder, request, progress);
    Overdue overdue = new Overdue(running, request.deadline());
    try (Deadline deadline = new Deadline(request.deadline(), overdue)) {
      Rendering rendering = conversation.hold();
      if (!(rendering instanceof Rendering.Died(Step step, Rejection _, String detail))) {
        return rendering;
      }
      if (closed || Thread.currentThread().isInterrupted()) {
        return new Rendering.Interrupted();
      }
      if (deadline.expired()) {
        overdue.requireShare();
        return new Rendering.Died(
            step, Rejection.DECODER_TIMEOUT, "no end within " + request.deadline());
      }
      requireRoom(request.job());
      return new Rendering.Died(step, Rejection.DECODER_CRASHED, detail);
    }
  }

  /// A renderer that died beside a full disk died of the disk.
  private void requireRoom(ImageJob job) throws IOException {
    FileStore store = Files.getFileStore(folder.folders().out());
    if (store.getUsableSpace() < (8L << 20)) {
      throw new IOException("No space left on device while rendering " + job.imageId());
    }
  }

  private static StoreUnavailable fault(ImageJob job, IOException e) {
    String message = "the work folder failed while rendering " + job.imageId();
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return full ? new StorageFull(message, e) : new StoreUnavailable(message, e);
  }

  private RendererChild living() throws InterruptedException {
    RendererChild running = child;
    if (running == null || !running.alive()) {
      running = RendererChild.start(settings, jail, folder.folders(), firstArguments);
      firstArguments = List.of();
      child = running;
      if (closed) {
        running.kill();
      }
    }
    return running;
  }

  private void retireIfNeeded(Rendering rendering) throws InterruptedException {
    RendererChild running = child;
    if (running == null) {
      return;
    }
    running.countJob();
    boolean kept = trial.kept() && rendering instanceof Rendering.Rejected;
    if (!(rendering instanceof Rendering.Rendered || kept)
        || running.jobs() >= settings.jobsPerRenderer()
        || running.residentBytes() > GROWN_BYTES) {
      retire();
    }
  }

  private void retire() throws InterruptedException {
    RendererChild running = child;
    child = null;
    if (running != null) {
      running.end();
    }
  }

  /// A renderer left in the middle of a job would answer the next one with this one's frames.
  private void abandon() {
    RendererChild running = child;
    child = null;
    if (running != null) {
      running.kill();
    }
  }

  /// Kills the renderer and removes the work folder.
  @Override
  public void close() {
    closed = true;
    RendererChild running = child;
    if (running != null) {
      running.endUninterrupted();
    }
    jail.close();
    folder.close();
  }
}
