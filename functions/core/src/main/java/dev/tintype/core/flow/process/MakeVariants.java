package dev.tintype.core.flow.process;

import static java.util.stream.Collectors.toSet;

import dev.tintype.core.Rejection;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.RenderTools;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.core.flow.WorkFolders.Work;
import dev.tintype.core.flow.process.Fetch.Fetched;
import dev.tintype.core.flow.process.Publish.Published;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Attempt;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.trace.Tracing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// One attempt under its lease: fetch the original, render the variants that no earlier version
/// has, publish all, write the result. When storage, disk or job store fails, the attempt ends with
/// an exception and without a verdict.
final class MakeVariants {

  private final RenderTools renderTools;
  private final FlowContext context;
  private final Fetch fetch;
  private final Watermarks watermarks;
  private final Publish publish;
  private final EarlierVersions earlier;

  MakeVariants(Stores stores, RenderTools renderTools, FlowContext context) {
    this.renderTools = renderTools;
    this.context = context;
    this.fetch = new Fetch(stores.originals());
    this.watermarks = new Watermarks(stores.originals());
    this.publish = new Publish(stores.variants(), renderTools.publishers(), context.boundary());
    this.earlier = new EarlierVersions(stores.jobs(), renderTools.renderer());
  }

  /// @return the last written record: an end state, or one that waits
  /// @throws LeaseLost when another worker took over
  /// @throws StoreUnavailable when the failure may pass with time
  VersionRecord make(Lease lease, Work work) throws LeaseLost, InterruptedException {
    return switch (fetched(lease, work)) {
      case Fetched.Missing _ ->
          lease.write(record -> Attempt.originalMissing(record, context.now()));
      case Fetched.Mismatch mismatch ->
          reject(lease, Rejection.CHECKSUM_MISMATCH, mismatch.detail());
      case Fetched.Verified _ -> {
        Optional<Path> watermark = watermarks.fetch(lease.record().job(), work.watermark());
        context.boundary().reached(StepBoundary.FETCHED);
        yield render(lease, work, watermark);
      }
    };
  }

  private Fetched fetched(Lease lease, Work work) throws InterruptedException {
    return spanned("fetch", () -> fetch.fetch(lease.record().job(), work.original()));
  }

  /// What a span is about.
  private interface Spanned<T, E extends Exception> {
    T run() throws E, InterruptedException;
  }

  /// A step that ends by an exception has failed.
  private <T, E extends Exception> T spanned(String name, Spanned<T, E> step)
      throws E, InterruptedException {
    try (Tracing.Span span = context.tracing().begin(name)) {
      boolean whole = false;
      try {
        T result = step.run();
        whole = true;
        return result;
      } finally {
        if (!whole) {
          span.failed("not finished");
        }
      }
    }
  }

  /// Files that earlier versions have are not made. If one of them cannot be copied, everything is
  /// made.
  private VersionRecord render(Lease lease, Work work, Optional<Path> watermark)
      throws LeaseLost, InterruptedException {
    Optional<Reuse> reuse = earlier.reuse(lease.record());
    for (int number = 1; number <= Schedule.DEATHS + 1; number++) {
      lease.begin(Step.DECODE);
      context.boundary().reached(StepBoundary.DECODING);
      switch (rendering(lease, work, watermark, number, reuse)) {
        case Rendering.Rendered rendered -> {
          context.boundary().reached(StepBoundary.RENDERED);
          Optional<VersionRecord> written = publish(rendered, reuse, lease, work);
          if (written.isPresent()) {
            return written.get();
          }
          reuse = Optional.empty();
        }
        case Rendering.Rejected rejected -> {
          return reject(lease, rejected.reason(), rejected.detail());
        }
        case Rendering.Died died -> {
          VersionRecord counted =
              lease.write(
                  record -> Attempt.died(record, died.cause(), died.detail(), context.now()));
          FlowLog.event("renderer.died", counted).detail(died.detail()).warning();
          if (counted.state().isEnd()) {
            return counted;
          }
        }
        case Rendering.Interrupted _ -> throw new InterruptedException("shutting down");
      }
    }
    throw new IllegalStateException("a renderer died more often than is counted");
  }

  private Rendering rendering(
      Lease lease, Work work, Optional<Path> watermark, int number, Optional<Reuse> reuse)
      throws InterruptedException {
    try (Tracing.Span span = context.tracing().begin("render")) {
      Request request =
          new Request(
              lease.record().job(),
              work.original(),
              work.variants(number),
              renderTools.renderDeadline().of(Math.max(1, Schedule.DEATHS - number + 1)),
              watermark,
              reuse);
      Rendering rendering = renderTools.renderer().render(request, step -> record(lease, step));
      switch (rendering) {
        case Rendering.Rendered rendered ->
            span.with("tintype.files", Integer.toString(rendered.files().size()));
        case Rendering.Rejected rejected -> span.failed(rejected.reason().code());
        case Rendering.Died died -> span.failed(died.cause().code());
        case Rendering.Interrupted _ -> span.failed("interrupted");
      }
      return rendering;
    } catch (IOException e) {
      throw new StoreUnavailable("the work folder refuses", e);
    }
  }

  /// Logs a step, and records that encoding begins. A failure of this write loses nothing: the
  /// decode step was recorded before, and a death in either step counts against the original. A
  /// lost lease is noticed before publishing.
  private static void record(Lease lease, Step step) {
    FlowLog.event("process.step", lease.record()).with("step", step).debug();
    try {
      if (step == Step.ENCODE) {
        lease.begin(step);
      }
    } catch (LeaseLost | StoreUnavailable e) {
      FlowLog.event("step.not_recorded", lease.record()).cause(e).warning();
    }
  }

  /// @return the last written record; empty when a source of the reuse cannot be copied
  private Optional<VersionRecord> publish(
      Rendering.Rendered rendered, Optional<Reuse> reuse, Lease lease, Work work)
      throws LeaseLost, InterruptedException {
    lease.begin(Step.PUBLISH);
    return switch (published(rendered, reuse, lease, work)) {
      case Published.Complete _ -> Optional.of(finish(rendered, lease));
      case Published.Conflict(String key) -> {
        String detail = "other bytes lie under " + key;
        FlowLog.event("publish.conflict", lease.record()).detail(detail).error();
        yield Optional.of(lease.write(record -> Attempt.conflicted(record, detail, context.now())));
      }
      case Published.SourceLost(String source, String found) -> {
        FlowLog.event("publish.source_lost", lease.record())
            .with("source", source)
            .detail(found)
            .warning();
        yield Optional.empty();
      }
    };
  }

  private Published published(
      Rendering.Rendered rendered, Optional<Reuse> reuse, Lease lease, Work work)
      throws LeaseLost, InterruptedException {
    return spanned("publish", () -> publish.publish(rendered, reuse, work, lease));
  }

  private VersionRecord finish(Rendering.Rendered rendered, Lease lease) throws LeaseLost {
    lease.mustHold();
    Ready made = new Ready(rendered.manifest(), rendered.note(), rendered.cpu());
    VersionRecord ready = lease.write(record -> Attempt.finished(record, made, context.now()));
    rendered.note().ifPresent(note -> FlowLog.event("original.noted", ready).detail(note).info());
    long copied = copied(rendered);
    if (copied > 0) {
      int count = rendered.files().size();
      FlowLog.event("process.reused", ready).with("made", count).with("copied", copied).info();
    }
    context.boundary().reached(StepBoundary.FINISHED);
    return ready;
  }

  /// Several variants may share one file that was made.
  private static long copied(Rendering.Rendered rendered) {
    Set<Sha256> made =
        rendered.files().stream().map(file -> file.variant().sha256()).collect(toSet());
    return rendered.manifest().variants().stream()
        .filter(variant -> !made.contains(variant.sha256()))
        .count();
  }

  private VersionRecord reject(Lease lease, Rejection reason, String detail) throws LeaseLost {
    return lease.write(record -> Attempt.rejected(record, reason, detail, context.now()));
  }
}
