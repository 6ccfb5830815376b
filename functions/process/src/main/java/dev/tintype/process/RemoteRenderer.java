package dev.tintype.process;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.CpuTime;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Rejection;
import dev.tintype.core.disk.FullDisk;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.facts.FirstBytes;
import dev.tintype.render.facts.HeaderCheck;
import dev.tintype.render.facts.OriginalFacts;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.remote.DescribeOrder;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.results.ArchiveAllowance;
import dev.tintype.render.results.Detail;
import dev.tintype.render.results.LibvipsVersions;
import dev.tintype.render.results.ManifestOf;
import dev.tintype.render.results.Remainder;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.results.ResultArchive;
import dev.tintype.render.results.ResultFiles.Taken;
import dev.tintype.render.results.ResultFiles.UntrueResult;
import dev.tintype.render.reuse.ReusableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Calls another function to render. That function may only read this original and store one
/// archive. This class does not rely on its answer where it can check: it reads the original's
/// facts itself, makes the plan and the names of the files itself, and measures, hashes and probes
/// each file of the archive.
///
/// @param function the other function
/// @param staging where archives are
/// @param versions of the libvips that the other function is deployed with
/// @param clock measures calls
record RemoteRenderer(
    RenderFunction function, Staging staging, LibvipsVersions versions, InstantSource clock)
    implements Renderer {

  private static final long LEAST_ROOM_BYTES = 8L << 20;

  /// The number of encoders changes the predicted memory, which only the other function has to
  /// limit. With one encoder, the fewest headers are refused. So a header that is refused even then
  /// was never rendered.
  private static final int LEAST_ENCODERS = 1;

  /// Reuses only what this build of libvips and the codecs made: two builds can make different
  /// bytes although their golden bytes are equal.
  @Override
  public Optional<Reuse> reuse(ImageJob job, List<Reuse.Former> formers) {
    return ReusableFiles.of(
        job,
        formers.stream().filter(former -> versions.made(former.manifest().renderer())).toList());
  }

  @Override
  public Rendering render(Request request, Progress progress) throws InterruptedException {
    try {
      Optional<Rendering.Rejected> told = FirstBytes.verdict(request);
      return told.isPresent() ? told.get() : ask(request, progress);
    } catch (IOException e) {
      throw fault(request, e);
    }
  }

  private Rendering ask(Request request, Progress progress) throws IOException {
    OriginalFacts facts = OriginalFacts.of(request.original());
    progress.reached(Step.DECODE);
    String key = staging.key(request);
    long most = ArchiveAllowance.bytes(facts, request.job());
    byte[] order = staging.order(request, key, most).json();
    Instant began = clock.instant();
    try {
      return switch (timed(function, order)) {
        case FunctionAnswer.Said(RenderAnswer answer) ->
            credible(rendering(answer, facts, request, key), began);
        case FunctionAnswer.Ended(Rejection cause, String detail) -> {
          requireStarting(detail);
          yield new Rendering.Died(Step.DECODE, cause, detail);
        }
      };
    } finally {
      staging.forget(key);
    }
  }

  /// The function measures its own processor time, and plans average it. More than its processors
  /// can have had since we called it is not kept.
  private Rendering credible(Rendering rendering, Instant began) {
    double most =
        RenderAnswer.MOST_ENCODERS * Duration.between(began, clock.instant()).toNanos() / 1000.0;
    return rendering instanceof Rendering.Rendered rendered
            && rendered.cpu().filter(cpu -> cpu.micros() > most).isPresent()
        ? rendered.taking(Optional.empty())
        : rendering;
  }

  private FunctionAnswer timed(RenderFunction call, byte[] order) {
    Instant began = clock.instant();
    Invoked invoked = call.invoke(order);
    return FunctionAnswer.of(invoked, Duration.between(began, clock.instant()));
  }

  /// Lambda reports the end of a process that could not start in the same way as a death during the
  /// work. A function that starts without an original died of this one; otherwise the function is
  /// at fault.
  ///
  /// @throws StoreUnavailable when it does not start
  private void requireStarting(String detail) {
    FunctionAnswer answer = timed(function::describe, DescribeOrder.json());
    if (!(answer instanceof FunctionAnswer.Said(RenderAnswer.Described _))) {
      throw new StoreUnavailable(
          "the function that renders does not start: " + answer + ", before: " + detail);
    }
  }

  private Rendering rendering(RenderAnswer answer, OriginalFacts facts, Request request, String key)
      throws IOException {
    return switch (answer) {
      case RenderAnswer.Rendered rendered -> taken(rendered, facts, request, key);
      case RenderAnswer.Refused refused -> refused(refused, facts, request);
      case RenderAnswer.Rejected(Rejection reason, String detail) ->
          new Rendering.Rejected(reason, detail);
      case RenderAnswer.Died(Step step, Rejection cause, String detail) ->
          new Rendering.Died(step, cause, detail);
      case RenderAnswer.Unavailable(String detail) ->
          throw new StoreUnavailable("the render function cannot render now: " + detail);
      case RenderAnswer.Described _ -> untrue("it described itself and rendered nothing");
    };
  }

  private static Rendering refused(
      RenderAnswer.Refused refused, OriginalFacts facts, Request request) {
    HeaderCheck check = HeaderCheck.of(facts, refused.header(), request.job(), refused.encoders());
    return switch (check.admission()) {
      case Admission.Refused _ when check.contradiction().isPresent() ->
          untrue("it refused the header of another file: " + check.contradiction().get());
      case Admission.Refused(Rejection reason, String detail) ->
          new Rendering.Rejected(reason, detail);
      case Admission.Admitted _ -> untrue("it refused a header that is within the limits");
    };
  }

  private Rendering taken(
      RenderAnswer.Rendered rendered, OriginalFacts facts, Request request, String key)
      throws IOException {
    HeaderCheck check = HeaderCheck.of(facts, rendered.header(), request.job(), LEAST_ENCODERS);
    try {
      return switch (check.admission()) {
        case Admission.Refused(Rejection reason, String detail) ->
            untrue("it rendered what is refused as " + reason.code() + ": " + detail);
        case Admission.Admitted _ when check.contradiction().isPresent() ->
            untrue("a header of another file: " + check.contradiction().get());
        case Admission.Admitted(RenderPlan plan, long _) ->
            read(rendered, remainder(rendered, plan, request), request, key);
      };
    } catch (UntrueResult e) {
      return untrue(String.valueOf(e.getMessage()));
    }
  }

  /// A function of an earlier release makes everything.
  private static Remainder remainder(
      RenderAnswer.Rendered rendered, RenderPlan plan, Request request) {
    return rendered.lengths().size() == plan.files().size()
        ? Remainder.everything(plan)
        : Remainder.of(rendered.header(), plan, request.reuse());
  }

  private Rendering read(
      RenderAnswer.Rendered rendered, Remainder remainder, Request request, String key)
      throws IOException {
    RenderPlan plan = remainder.left();
    ResultArchive.requirePlanned(plan, rendered.lengths());
    Optional<Rendering.Rejected> never =
        Room.of(request).refuses(remainder.lengths(rendered.lengths()));
    if (never.isPresent()) {
      return never.get();
    }
    ReportedPlaceholder placeholder = remainder.placeholder().orElse(rendered.placeholder());
    Optional<CpuTime> cpu = measured(rendered, remainder);
    if (plan.files().isEmpty()) {
      return ManifestOf.rendered(
              request.job(), rendered.header(), remainder, Map.of(), versions, placeholder)
          .taking(cpu);
    }
    try (InputStream archive = staging.open(key).orElse(null)) {
      if (archive == null) {
        return untrue("it uploaded nothing");
      }
      Map<PlannedFile, Taken> files =
          ResultArchive.take(plan, rendered.lengths(), archive, request.variants());
      return ManifestOf.rendered(
              request.job(), rendered.header(), remainder, files, versions, placeholder)
          .taking(cpu);
    }
  }

  /// The function measures itself. Only plans depend on it, so only the names are checked.
  private static Optional<CpuTime> measured(RenderAnswer.Rendered rendered, Remainder remainder) {
    return rendered
        .cpu()
        .filter(cpu -> cpu.fileMicros().keySet().equals(Set.copyOf(remainder.names())));
  }

  /// The answer cannot be true, so the function is broken or compromised.
  private static Rendering.Died untrue(String detail) {
    return new Rendering.Died(Step.ENCODE, Rejection.DECODER_CRASHED, Detail.of(detail));
  }

  private static StoreUnavailable fault(Request request, IOException e) {
    String message = "a transfer or the work folder failed for " + request.job().imageId();
    return FullDisk.isCause(e, request.variants(), LEAST_ROOM_BYTES)
        ? new StorageFull(message, e)
        : new StoreUnavailable(message, e);
  }

  @Override
  public void close() {}
}
