package dev.tintype.renderfunction;

import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.OwnedFolder;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.WorkFolders.Work;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.render.process.RendererUnavailable;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
import dev.tintype.render.remote.SandboxFacts;
import dev.tintype.render.results.Detail;
import dev.tintype.render.results.Remainder;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.results.ResultArchive;
import dev.tintype.render.sandbox.SandboxReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Carries out orders: fetch the original, render it in the jailed child, upload the archive.
///
/// @param renderer the child
/// @param encoders how many files it encodes at once
/// @param scratch this process's folder
/// @param transfers fetches and uploads
/// @param lines what is logged and measured
record RenderWork(
    RendererProcess renderer,
    int encoders,
    OwnedFolder scratch,
    Transfers transfers,
    RendererLines lines)
    implements AutoCloseable {

  /// Reserved for uploading and answering.
  private static final Duration RESERVE = Duration.ofSeconds(10);

  /// A transfer that does not end must be reported before Lambda ends the invocation: that would
  /// count as a death of the renderer.
  private static final Duration TO_ANSWER = Duration.ofSeconds(3);

  /// No rendering starts with less time, because a deadline that is only our lack of time must not
  /// count against the image.
  private static final Duration LEAST = Duration.ofSeconds(20);

  /// Starts the renderer, or restarts one that died while the function was frozen.
  ///
  /// @return the measured state of its sandbox
  /// @throws RendererUnavailable when it does not start
  SandboxReport warm() throws InterruptedException {
    long before = renderer.pid();
    SandboxReport report = renderer.warm();
    if (renderer.pid() != before) {
      lines.started(renderer.pid(), report);
    }
    return report;
  }

  /// Answers which measures of the sandbox hold. It starts a renderer if none runs.
  RenderAnswer describe() throws InterruptedException {
    try {
      return new RenderAnswer.Described(SandboxFacts.of(warm()));
    } catch (StoreUnavailable e) {
      return unavailable(e);
    }
  }

  private static RenderAnswer unavailable(Exception e) {
    return new RenderAnswer.Unavailable(Detail.of(String.valueOf(e.getMessage())));
  }

  /// @return whether the renderer was ended, or may have been taken over, so that this process must
  ///   end too
  boolean isOver() {
    return renderer.pid() == 0 || renderer.metOutOfTurn();
  }

  /// @param left the time until Lambda ends this invocation
  RenderAnswer on(RenderOrder order, Duration left) throws InterruptedException {
    Duration usable = left.minus(TO_ANSWER);
    Clock clock = Clock.start(order.deadline().compareTo(usable) < 0 ? order.deadline() : usable);
    try {
      RenderAnswer answer = render(order, clock);
      lines.ended(renderer.residentBytes());
      return answer;
    } catch (StoreUnavailable | IOException e) {
      FlowLog.event("render.unavailable", order.job().imageId()).cause(e).warning();
      return unavailable(e);
    }
  }

  private RenderAnswer render(RenderOrder order, Clock clock)
      throws IOException, InterruptedException {
    if (!order.job().renderRevision().equals(RenderRevision.CURRENT)) {
      throw new RendererUnavailable(
          "this renderer makes %s, not %s"
              .formatted(RenderRevision.CURRENT, order.job().renderRevision()),
          null);
    }
    WorkFolders folders = new WorkFolders(scratch.path().resolve("work"));
    folders.prepare();
    warm();
    try (Work work = folders.open("order")) {
      transfers.fetch(
          order.original(),
          order.job().original().bytes(),
          work.original(),
          clock.left().minus(RESERVE).minus(LEAST));
      Optional<Path> watermark = watermark(order, work, clock);
      Duration deadline = clock.left().minus(RESERVE);
      if (deadline.compareTo(LEAST) < 0) {
        throw new RendererUnavailable("only " + deadline + " are left to render", null);
      }
      Request request =
          new Request(
              order.job(), work.original(), work.variants(1), deadline, watermark, order.reuse());
      return answer(renderer.render(request, _ -> {}), request, order, clock);
    }
  }

  private Optional<Path> watermark(RenderOrder order, Work work, Clock clock)
      throws IOException, InterruptedException {
    if (order.watermark().isEmpty()) {
      return Optional.empty();
    }
    Duration within = clock.left().minus(RESERVE).minus(LEAST);
    Sha256 image = order.job().recipe().watermark().orElseThrow().image();
    transfers.fetch(order.watermark().get(), image, work.watermark(), within);
    return Optional.of(work.watermark());
  }

  private RenderAnswer answer(Rendering rendering, Request request, RenderOrder order, Clock clock)
      throws IOException, InterruptedException {
    Optional<Header> header = renderer.header();
    return switch (rendering) {
      case Rendering.Rendered rendered ->
          uploaded(rendered, header.orElseThrow(), request.variants(), order, clock);
      case Rendering.Rejected _ when header.filter(seen -> isRefused(seen, order)).isPresent() ->
          new RenderAnswer.Refused(header.get(), encoders);
      case Rendering.Rejected(var reason, String detail) ->
          new RenderAnswer.Rejected(reason, detail);
      case Rendering.Died(var step, var cause, String detail) ->
          new RenderAnswer.Died(step, cause, detail);
      case Rendering.Interrupted _ -> new RenderAnswer.Unavailable("the renderer was stopped");
    };
  }

  private boolean isRefused(Header header, RenderOrder order) {
    return Admission.of(header, order.job(), encoders) instanceof Admission.Refused;
  }

  private RenderAnswer uploaded(
      Rendering.Rendered rendered, Header header, Path made, RenderOrder order, Clock clock)
      throws IOException, InterruptedException {
    ImageJob job = order.job();
    RenderPlan plan = RenderPlan.of(header, job.recipe(), job.focus());
    RenderPlan left = Remainder.of(header, plan, order.reuse()).left();
    List<Path> files = ResultArchive.files(left, made);
    List<Long> lengths = ResultArchive.lengths(files);
    if (!files.isEmpty()) {
      transfers.upload(order.upload(), files, clock.left());
    }
    return new RenderAnswer.Rendered(
        header,
        lengths,
        new ReportedPlaceholder(
            rendered.manifest().thumbhash(), rendered.manifest().dominantColor()),
        rendered.cpu());
  }

  @Override
  public void close() {
    transfers.close();
    renderer.close();
    try {
      scratch.closeOrLeave();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of this process could not be given up", e);
    }
  }

  /// The time that an order has.
  ///
  /// @param endNanos of [System#nanoTime]
  private record Clock(long endNanos) {
    static Clock start(Duration time) {
      return new Clock(System.nanoTime() + time.toNanos());
    }

    Duration left() {
      return Duration.ofNanos(endNanos - System.nanoTime());
    }
  }
}
