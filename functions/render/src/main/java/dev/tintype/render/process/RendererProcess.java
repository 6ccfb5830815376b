package dev.tintype.render.process;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.core.state.Step;
import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.facts.FirstBytes;
import dev.tintype.render.plan.Header;
import dev.tintype.render.reuse.ReusableFiles;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Renders in a child process that is kept for many jobs. It is replaced after a crash, a timeout
/// or native codec contact with damaged data, when its memory has grown, and after a fixed number
/// of jobs.
///
/// Runs one job at a time. Another thread may call [#close], which ends a running job as
/// interrupted.
public final class RendererProcess implements Renderer {

  private static final System.Logger LOGGER = System.getLogger(RendererProcess.class.getName());

  /// Resident bytes above which an idle renderer is replaced.
  private static final long GROWN_BYTES = 600L << 20;

  private final RendererSettings settings;
  private final RendererSupply supply;
  private final CurrentHome home;
  private Optional<Header> header = Optional.empty();
  private Optional<MemoryUse> memoryUse = Optional.empty();
  private boolean metOutOfTurn;

  /// Creates a work folder. The first job, or [#warm], starts the first renderer.
  ///
  /// @throws StoreUnavailable when the scratch folder cannot be written
  public RendererProcess(RendererSettings settings) {
    this(settings, () -> RendererHome.open(settings, RendererProgram.ofThisProduct()));
  }

  /// @param homes opens the first home, and another one when a home must be abandoned
  RendererProcess(RendererSettings settings, Supplier<RendererHome> homes) {
    this.settings = settings;
    this.supply = new RendererSupply(settings);
    this.home = new CurrentHome(homes, supply);
  }

  /// Starts the renderer in advance, so that the first job need not wait.
  ///
  /// @return the measured state of its jail
  /// @throws RendererUnavailable when it does not start
  public SandboxReport warm() throws InterruptedException {
    return supply.living(home.get()).report();
  }

  /// @return the process id of the running renderer, 0 when there is none
  public long pid() {
    RendererChild running = supply.running();
    return running == null ? 0 : running.pid();
  }

  /// @return resident bytes of the running renderer, 0 when there is none
  public long residentBytes() {
    RendererChild running = supply.running();
    return running == null ? 0 : running.residentBytes();
  }

  /// @return what the renderer reported of the last job's original; absent when it reported nothing
  public Optional<Header> header() {
    return header;
  }

  /// @return the memory of the last job; absent when its header was not read or refused it, and
  ///   when its renderer had served another job, whose memory it may have kept
  public Optional<MemoryUse> memoryUse() {
    return memoryUse;
  }

  /// @return whether a renderer sent something unasked, so that it may have been taken over
  public boolean metOutOfTurn() {
    return metOutOfTurn;
  }

  /// @return the control groups around the renderers
  MemoryGroups memoryGroups() {
    return home.get().memoryGroups().get();
  }

  /// @return work folders that could not be emptied after a job; an operator must remove them
  public List<Path> leftFolders() {
    return home.leftFolders();
  }

  /// Reuses only what this build of libvips and the codecs made: two builds can make different
  /// bytes although their golden bytes are equal.
  @Override
  public Optional<Reuse> reuse(ImageJob job, List<Reuse.Former> formers) {
    return ReusableFiles.of(
        job,
        formers.stream()
            .filter(former -> settings.bundle().made().made(former.manifest().renderer()))
            .toList());
  }

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    if (supply.closed()) {
      return new Rendering.Interrupted();
    }
    header = Optional.empty();
    memoryUse = Optional.empty();
    try {
      Optional<Rendering.Rejected> told = FirstBytes.verdict(request);
      return told.isPresent() ? told.get() : ask(request, progress);
    } catch (IOException e) {
      throw fault(request.job(), e);
    }
  }

  private Rendering ask(Request request, Progress progress)
      throws InterruptedException, IOException {
    boolean whole = false;
    try {
      long startedNanos = System.nanoTime();
      Answer answer = firstAnswer(request, progress, startedNanos);
      if (answer.outOfStep()) {
        answer = answer(remaining(request, startedNanos), progress);
      }
      Rendering verdict = home.emptied() ? answer.rendering() : blamed(answer.rendering());
      if (settings.life().startsAhead()) {
        supply.startAhead(home.get());
      }
      whole = true;
      return verdict;
    } finally {
      if (!whole) {
        supply.abandon();
      }
    }
  }

  /// A renderer that served another job may have been taken over by its original, so what it says
  /// of a watermark is asked again of a new one.
  private Answer firstAnswer(Request request, Progress progress, long startedNanos)
      throws InterruptedException, IOException {
    boolean isFresh = request.watermark().isEmpty() || supply.living(home.get()).jobs() == 0;
    try {
      return answer(request, progress);
    } catch (WatermarkMissing e) {
      if (isFresh) {
        throw e;
      }
      supply.retire();
      return answer(remaining(request, startedNanos), progress);
    }
  }

  /// @param outOfStep whether the renderer answered for another job, and so says nothing about this
  ///   original
  private record Answer(Rendering rendering, boolean outOfStep) {}

  /// @throws RendererUnavailable when too little of the deadline is left
  private static Request remaining(Request request, long startedNanos) {
    Duration left = request.deadline().minusNanos(System.nanoTime() - startedNanos);
    if (left.compareTo(request.deadline().dividedBy(2)) < 0) {
      throw new RendererUnavailable(
          "only " + left + " of the deadline are left for a second try", null);
    }
    return new Request(
        request.job(),
        request.original(),
        request.variants(),
        left,
        request.watermark(),
        request.reuse());
  }

  private Answer answer(Request request, Progress progress)
      throws InterruptedException, IOException {
    boolean _ = home.emptied();
    home.get().folder().receive(request);
    return converse(quietRenderer(), request, progress);
  }

  /// A renderer that sends something unasked is out of step or hostile.
  private RendererChild quietRenderer() throws InterruptedException, IOException {
    RendererChild running = supply.living(home.get());
    if (running.hasMoreToSay()) {
      noteOutOfTurn(running);
      supply.retire();
      running = supply.living(home.get());
    }
    return running;
  }

  private void noteOutOfTurn(RendererChild child) {
    metOutOfTurn = true;
    LOGGER.log(System.Logger.Level.WARNING, "event=renderer.out_of_turn pid=" + child.pid());
  }

  private Answer converse(RendererChild running, Request request, Progress progress)
      throws InterruptedException, IOException {
    MemoryVerdict memory = MemoryVerdict.begin(memoryGroups());
    try (RendererWatch watch =
        new RendererWatch(
            running, home.get().folder().folders().out(), home.get().limits().threads())) {
      Conversation conversation =
          new Conversation(running, settings, home.get().folder(), request, progress, watch);
      Death death = new Death(running, home.get().folder(), watch, memory);
      Rendering rendering = hold(conversation, running, request, death);
      header = conversation.header();
      memoryUse = memoryUse(conversation.predictedBytes(), running, watch);
      retireIfNeeded(running, rendering, conversation.unharmed());
      boolean died = rendering instanceof Rendering.Died;
      if (died && conversation.outOfStep()) {
        noteOutOfTurn(running);
      }
      return new Answer(rendering, died && conversation.outOfStep());
    }
  }

  private static Optional<MemoryUse> memoryUse(
      long predicted, RendererChild running, RendererWatch watch) {
    long taken = Math.max(watch.mostResidentBytes(), running.residentBytes());
    return predicted > 0 && taken > 0 && running.jobs() == 0
        ? Optional.of(new MemoryUse(predicted, taken))
        : Optional.empty();
  }

  private Rendering hold(
      Conversation conversation, RendererChild running, Request request, Death death)
      throws InterruptedException, IOException {
    Overdue overdue = new Overdue(running, request.deadline());
    try (Deadline deadline = new Deadline(request.deadline(), overdue)) {
      Rendering rendering = conversation.hold();
      if (!(rendering instanceof Rendering.Died died)) {
        return rendering;
      }
      if (supply.closed() || Thread.currentThread().isInterrupted()) {
        return new Rendering.Interrupted();
      }
      Rendering.Died verdict =
          deadline.expired()
              ? timeout(overdue, died, request)
              : death.verdict(died, conversation.predictedBytes());
      if (conversation.readsWatermark() && !conversation.outOfStep()) {
        throw conversation.unusable("the renderer ended while it read it: " + verdict.detail());
      }
      return verdict;
    } catch (IOException e) {
      return death.orFault(conversation.died(e.toString()), e);
    }
  }

  private static Rendering.Died timeout(Overdue overdue, Rendering.Died died, Request request) {
    overdue.requireShare();
    return new Rendering.Died(
        died.step(), Rejection.DECODER_TIMEOUT, "no end within " + request.deadline());
  }

  private StoreUnavailable fault(ImageJob job, IOException e) {
    String message = "the work folder failed while rendering " + job.imageId();
    return home.get().folder().isFull(e)
        ? new StorageFull(message, e)
        : new StoreUnavailable(message, e);
  }

  private void retireIfNeeded(RendererChild running, Rendering rendering, boolean unharmed)
      throws InterruptedException {
    running.countJob();
    boolean kept =
        switch (rendering) {
          case Rendering.Rendered _ -> true;
          case Rendering.Rejected _ -> unharmed;
          case Rendering.Died _, Rendering.Interrupted _ -> false;
        };
    if (!kept
        || running.jobs() >= settings.life().jobs()
        || running.residentBytes() > GROWN_BYTES) {
      supply.retire();
    }
  }

  /// No picture alone can make a renderer do that.
  private static Rendering blamed(Rendering rendering) {
    return switch (rendering) {
      case Rendering.Rendered _, Rendering.Rejected _ ->
          new Rendering.Died(
              Step.ENCODE,
              Rejection.DECODER_CRASHED,
              "the renderer left its work folder so that it cannot be emptied");
      case Rendering.Died died -> died;
      case Rendering.Interrupted interrupted -> interrupted;
    };
  }

  /// Kills the renderer and removes the work folder.
  @Override
  public void close() {
    supply.close();
    home.close();
  }
}
