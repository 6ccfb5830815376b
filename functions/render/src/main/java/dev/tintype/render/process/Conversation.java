package dev.tintype.render.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.CpuTime;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Renderer.Progress;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.core.state.Step;
import dev.tintype.render.facts.HeaderCheck;
import dev.tintype.render.facts.OriginalFacts;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.protocol.BadFrame;
import dev.tintype.render.protocol.Frame;
import dev.tintype.render.protocol.HeaderJson;
import dev.tintype.render.protocol.PartJson;
import dev.tintype.render.results.Detail;
import dev.tintype.render.results.ManifestOf;
import dev.tintype.render.results.OutputAllowance;
import dev.tintype.render.results.Remainder;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.results.ResultFiles;
import dev.tintype.render.results.ResultFiles.Taken;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The worker's side of the dialogue with the renderer about one job. The renderer reports the
/// header and the worker admits the original; the renderer renders and the worker checks the result
/// files.
///
/// Every frame carries the job's random number. A frame out of turn, or with another job's number,
/// ends the dialogue.
final class Conversation {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final RendererChild child;
  private final RendererSettings settings;
  private final WorkFolder folder;
  private final Request request;
  private final Progress progress;
  private final RendererWatch watch;
  private final String job = Long.toHexString(RANDOM.nextLong());
  private final CpuMeter meter;
  private Step step = Step.DECODE;
  private boolean readsWatermark;
  private boolean unharmed;
  private boolean heard;
  private boolean outOfStep;
  private long predictedBytes;
  private Optional<Header> reported = Optional.empty();

  Conversation(
      RendererChild child,
      RendererSettings settings,
      WorkFolder folder,
      Request request,
      Progress progress,
      RendererWatch watch) {
    this.child = child;
    this.settings = settings;
    this.folder = folder;
    this.request = request;
    this.progress = progress;
    this.watch = watch;
    this.meter = new CpuMeter(child::processorTime);
    this.readsWatermark = request.watermark().isPresent();
  }

  /// @return the outcome; `Died` carries [Rejection#DECODER_CRASHED]
  /// @throws dev.tintype.core.port.StorageFull when the disk has too little room for the planned
  ///   files
  /// @throws WatermarkMissing when the renderer cannot decode the recipe's watermark
  /// @throws IOException when the worker's own folder cannot be written
  Rendering hold() throws InterruptedException, IOException {
    try {
      progress.reached(Step.DECODE);
      OriginalFacts facts = OriginalFacts.of(request.original());
      child.write(Frame.of(Frame.Type.RENDER, order()));
      if (readsWatermark) {
        awaitWatermark();
      }
      Frame first = next();
      return switch (first.type()) {
        case HEADER -> decide(HeaderJson.read(first.body()), facts);
        case REJECTED -> rejected(first.body());
        case HELLO, RENDER, GO, STOP, ENCODING, DONE -> throw outOfTurn(first);
        case UNUSABLE_WATERMARK, WATERMARK_READ, ORIGINAL -> throw outOfTurn(first);
      };
    } catch (BadFrame | MalformedJson | ResultFiles.UntrueResult e) {
      child.kill();
      return died(e.toString());
    } catch (PipeClosed e) {
      return died(child.lastWords());
    }
  }

  /// Gives the original to the renderer once it has decoded the watermark. What happens before says
  /// nothing about the original, what happens afterwards nothing about the watermark.
  private void awaitWatermark() throws IOException {
    Frame first = next();
    switch (first.type()) {
      case WATERMARK_READ -> {
        folder.receiveOriginal(request);
        readsWatermark = false;
        send(Frame.of(Frame.Type.ORIGINAL, Json.object()));
      }
      case UNUSABLE_WATERMARK -> throw unusable(Detail.of(first.body().text("detail")));
      case HELLO, RENDER, HEADER, GO, STOP, ENCODING, DONE, REJECTED, ORIGINAL ->
          throw outOfTurn(first);
    }
  }

  private ObjectNode order() {
    ObjectNode order = Json.object().put("job", job);
    order.set("recipe", RecipeJson.write(request.job().recipe()));
    request.job().focus().ifPresent(focus -> focus.putInto(order));
    return order;
  }

  /// @return whether the renderer may be kept: no native codec met damaged data
  boolean unharmed() {
    return unharmed;
  }

  /// @return whether the first frame belonged to another job: an earlier original may be to blame
  boolean outOfStep() {
    return outOfStep;
  }

  /// @return the peak memory that was predicted, 0 before it is known
  long predictedBytes() {
    return predictedBytes;
  }

  /// @return what the renderer reported of the original; absent before it did
  Optional<Header> header() {
    return reported;
  }

  private Rendering decide(Header header, OriginalFacts facts) throws IOException {
    HeaderCheck check = HeaderCheck.of(facts, header, request.job(), settings.encoders());
    reported = Optional.of(header);
    return switch (check.admission()) {
      case Admission.Refused(Rejection reason, String detail) -> {
        send(Frame.of(Frame.Type.STOP, Json.object()));
        unharmed = check.contradiction().isEmpty();
        yield new Rendering.Rejected(reason, detail);
      }
      case Admission.Admitted(RenderPlan plan, long predicted) -> {
        if (check.contradiction().isPresent()) {
          throw new BadFrame("a header of another file: " + check.contradiction().get());
        }
        predictedBytes = predicted;
        yield render(header, Remainder.of(header, plan, request.reuse()));
      }
    };
  }

  /// The original is admitted by the plan of everything, so the verdict does not depend on what
  /// earlier versions have.
  private Rendering render(Header header, Remainder remainder) throws IOException {
    if (remainder.isNothing()) {
      send(Frame.of(Frame.Type.STOP, Json.object()));
      unharmed = true;
      return rendered(header, remainder, Map.of(), remainder.placeholder().orElseThrow())
          .taking(meter.withoutFiles());
    }
    folder.requireRoomFor(remainder.left());
    watch.allow(OutputAllowance.of(remainder.left()));
    send(Frame.of(Frame.Type.GO, part(remainder)));
    return await(header, remainder);
  }

  private static ObjectNode part(Remainder remainder) {
    return remainder.isPart()
        ? PartJson.write(remainder.names(), remainder.placeholder().isEmpty())
        : Json.object();
  }

  private Rendering.Rendered rendered(
      Header header,
      Remainder remainder,
      Map<PlannedFile, Taken> taken,
      ReportedPlaceholder placeholder) {
    return ManifestOf.rendered(
        request.job(), header, remainder, taken, settings.bundle().made(), placeholder);
  }

  private Rendering await(Header header, Remainder remainder) throws IOException {
    for (Frame frame = next(); ; frame = next()) {
      switch (frame.type()) {
        case ENCODING -> {
          if (step == Step.ENCODE) {
            throw outOfTurn(frame);
          }
          step = Step.ENCODE;
          meter.decoded();
          progress.reached(Step.ENCODE);
        }
        case REJECTED -> {
          return rejected(frame.body());
        }
        case DONE -> {
          if (step != Step.ENCODE) {
            throw outOfTurn(frame);
          }
          return done(frame.body(), header, remainder);
        }
        case HELLO, RENDER, HEADER, GO, STOP -> throw outOfTurn(frame);
        case UNUSABLE_WATERMARK, WATERMARK_READ, ORIGINAL -> throw outOfTurn(frame);
      }
    }
  }

  private Rendering done(JsonObject body, Header header, Remainder remainder) throws IOException {
    Optional<CpuTime> cpu =
        meter.of(
            remainder.names(),
            body.has("micros") ? body.integers("micros", 0, Integer.MAX_VALUE) : List.of());
    requireSilence();
    requireNothingBeyondThePlan();
    unharmed = true;
    ReportedPlaceholder made =
        new ReportedPlaceholder(body.text("thumbhash"), body.text("dominantColor"));
    return rendered(
            header,
            remainder,
            ResultFiles.take(
                remainder.left(), folder.folders().out(), folder.taken(), request.variants()),
            remainder.placeholder().orElse(made))
        .taking(cpu);
  }

  /// @return whether the watermark is not decoded yet, so that the original was not given out
  boolean readsWatermark() {
    return readsWatermark;
  }

  /// @param what is wrong with the watermark
  WatermarkMissing unusable(String what) {
    return new WatermarkMissing(
        request.job().recipe().watermark().orElseThrow().image(), "cannot be used: " + what);
  }

  private Rendering rejected(JsonObject body) throws IOException {
    String code = body.text("reason");
    Rejection reason =
        Rejection.reportedByRenderer(code)
            .orElseThrow(() -> new BadFrame("not a renderer's reason: " + code));
    requireSilence();
    unharmed = !body.bool("codecRan");
    return new Rendering.Rejected(reason, Detail.of(body.text("detail")));
  }

  /// @return a crash at the step that was reached
  Rendering.Died died(String detail) {
    return new Rendering.Died(step, Rejection.DECODER_CRASHED, Detail.of(detail));
  }

  private void requireSilence() throws IOException {
    if (child.hasMoreToSay()) {
      throw new BadFrame("a frame after the last");
    }
  }

  private void requireNothingBeyondThePlan() throws IOException {
    watch
        .breach()
        .ifPresent(what -> {
          throw new BadFrame(what);
        });
  }

  private void send(Frame frame) {
    try {
      child.write(frame);
    } catch (IOException e) {
      throw new PipeClosed(e);
    }
  }

  private Frame next() {
    try {
      Optional<Frame> frame = child.read();
      Frame said = frame.orElseThrow(() -> new PipeClosed(new IOException("end of stream")));
      if (!said.body().text("job").equals(job)) {
        outOfStep = !heard;
        throw new BadFrame("a frame of another job");
      }
      heard = true;
      return said;
    } catch (IOException e) {
      throw new PipeClosed(e);
    }
  }

  private static BadFrame outOfTurn(Frame frame) {
    return new BadFrame(frame.type() + " out of turn");
  }

  /// The renderer has closed the pipe: it has died.
  private static final class PipeClosed extends RuntimeException {
    PipeClosed(IOException cause) {
      super(cause);
    }
  }
}
