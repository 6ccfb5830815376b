package dev.tintype.render.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.pipeline.ClockTimes;
import dev.tintype.render.pipeline.CodecUse;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.pipeline.Placeholder;
import dev.tintype.render.pipeline.UnusableWatermark;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.protocol.BadFrame;
import dev.tintype.render.protocol.Frame;
import dev.tintype.render.protocol.HeaderJson;
import dev.tintype.render.protocol.HelloJson;
import dev.tintype.render.protocol.PartJson;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.render.sandbox.child.PrivateMaps;
import dev.tintype.render.sandbox.child.SelfConfinement;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// The renderer's entry point: processes one job after another until its input ends.
///
/// Arguments: the terms of the jail, the libvips folder, the number of encoders, the folder of the
/// original, the folder for the variants.
public final class RendererMain {

  /// A job leaves 7 kB of garbage in the old generation. Without a forced collection it would be
  /// collected only when the Java heap is full: resident memory would grow for thousands of jobs.
  private static final int JOBS_BETWEEN_COLLECTIONS = 50;

  /// The most characters kept of a libvips message; the worker keeps at most 1 KiB.
  private static final int MOST_DETAIL = 1000;

  private final Pipeline pipeline;
  private final InputStream in;
  private final OutputStream out;
  private final Path originals;
  private final Path variants;
  private final PrivateMaps maps = PrivateMaps.bind();
  private String job = "";

  private RendererMain(
      Pipeline pipeline, InputStream in, OutputStream out, Path originals, Path variants) {
    this.pipeline = pipeline;
    this.in = in;
    this.out = out;
    this.originals = originals;
    this.variants = variants;
  }

  /// Runs until standard input ends.
  public static void main(String[] arguments) throws IOException {
    OutputStream out = StandardOutput.claim();
    serve(arguments, new BufferedInputStream(new FileInputStream(FileDescriptor.in)), out);
  }

  /// Serves the worker at the other end of two streams until the first one ends.
  ///
  /// @param in what the worker sends
  /// @param out what the worker receives
  static void serve(String[] arguments, InputStream in, OutputStream out) throws IOException {
    Vips vips = Vips.start(Path.of(arguments[1]));
    Pipeline pipeline = new Pipeline(vips, Integer.parseInt(arguments[2]));
    RendererMain renderer =
        new RendererMain(pipeline, in, out, Path.of(arguments[3]), Path.of(arguments[4]));
    SandboxReport report = SelfConfinement.enter(JailTerms.parse(arguments[0]));
    Frame.of(Frame.Type.HELLO, HelloJson.write(vips.version().toString(), report)).write(out);
    for (int job = 1; renderer.next(); job++) {
      if (job % JOBS_BETWEEN_COLLECTIONS == 0) {
        System.gc();
      }
    }
  }

  private boolean next() throws IOException {
    Optional<Frame> frame = Frame.read(in);
    if (frame.isEmpty()) {
      return false;
    }
    if (frame.get().type() != Frame.Type.RENDER) {
      throw new BadFrame("expected RENDER, got " + frame.get().type());
    }
    Recipe recipe = RecipeJson.read(frame.get().body().object("recipe"));
    Optional<Focus> focus = Focus.in(frame.get().body());
    job = frame.get().body().text("job");
    Optional<Frame> last = job(recipe, focus);
    if (last.isPresent()) {
      last.get().write(out);
    }
    return true;
  }

  private Optional<Frame> job(Recipe recipe, Optional<Focus> focus) throws IOException {
    try (Arena arena = Arena.ofShared();
        Mark mark = mark(recipe, arena)) {
      if (mark.image().isPresent()) {
        awaitOriginal();
      }
      return render(maps.map(originals.resolve("original"), arena), recipe, focus, mark);
    } catch (UnusableWatermark e) {
      return Optional.of(
          frame(Frame.Type.UNUSABLE_WATERMARK, Json.object().put("detail", detail(e))));
    }
  }

  /// The decoded watermark of the recipe, if it has one.
  private record Mark(Optional<VipsImage> image) implements AutoCloseable {
    @Override
    public void close() {
      image.ifPresent(VipsImage::close);
    }
  }

  private Mark mark(Recipe recipe, Arena arena) throws IOException {
    return recipe.watermark().isEmpty()
        ? new Mark(Optional.empty())
        : new Mark(
            Optional.of(pipeline.watermark(maps.map(originals.resolve("watermark"), arena))));
  }

  /// The original comes only when the watermark is decoded, so no original can spoil a watermark.
  private void awaitOriginal() throws IOException {
    say(Frame.Type.WATERMARK_READ, Json.object());
    Frame next = Frame.read(in).orElseThrow(() -> new BadFrame("no original"));
    if (next.type() != Frame.Type.ORIGINAL) {
      throw new BadFrame("expected ORIGINAL, got " + next.type());
    }
  }

  private static String detail(RuntimeException e) {
    String detail = e.toString();
    return detail.substring(0, Math.min(detail.length(), MOST_DETAIL));
  }

  /// @return the last frame of the job; empty when the worker skips the original
  private Optional<Frame> render(
      MemorySegment file, Recipe recipe, Optional<Focus> focus, Mark mark) throws IOException {
    CodecUse use = pipeline.use();
    try {
      if (file.byteSize() == 0) {
        throw new Unrenderable(Rejection.TRUNCATED, "an empty file");
      }
      Header header = pipeline.header(file);
      say(Frame.Type.HEADER, HeaderJson.write(header));
      use.headerIsRead();
      Optional<Frame> go = Frame.read(in).filter(f -> f.type() == Frame.Type.GO);
      if (go.isEmpty()) {
        return Optional.empty();
      }
      RenderPlan plan = PartJson.read(go.get().body(), RenderPlan.of(header, recipe, focus));
      ClockTimes times = new ClockTimes();
      Placeholder placeholder =
          pipeline.render(
              file, header, plan, recipe, mark.image(), variants, this::announceEncoding, times);
      ObjectNode done =
          Json.object()
              .put("thumbhash", placeholder.thumbhash())
              .put("dominantColor", placeholder.dominantColor());
      times.micros(plan).forEach(done.putArray("micros")::add);
      return Optional.of(frame(Frame.Type.DONE, done));
    } catch (Unrenderable e) {
      return Optional.of(
          frame(
              Frame.Type.REJECTED,
              Json.object()
                  .put("reason", e.reason().code())
                  .put("codecRan", use.metDamage())
                  .put("detail", detail(e))));
    }
  }

  private void say(Frame.Type type, ObjectNode body) throws IOException {
    frame(type, body).write(out);
  }

  /// Every frame carries the number that the worker gave to the job.
  private Frame frame(Frame.Type type, ObjectNode body) {
    return Frame.of(type, body.put("job", job));
  }

  private void announceEncoding() {
    try {
      say(Frame.Type.ENCODING, Json.object());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
