package dev.tintype.render.pipeline;

import dev.tintype.render.decode.Damage;
import dev.tintype.render.decode.Decoder;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Encodes the animated variants. It resizes every frame separately, so that neighbouring frames do
/// not bleed into each other, and then joins the results.
final class Animation {

  private final Vips vips;
  private final Decoder decoder;
  private final Framing framing;
  private final Encoder encoder;
  private final ClockTimes times;

  Animation(Vips vips, Decoder decoder, Framing framing, Encoder encoder, ClockTimes times) {
    this.vips = vips.during("decode");
    this.decoder = decoder;
    this.framing = framing;
    this.encoder = encoder;
    this.times = times;
  }

  /// @param file the whole original in native memory
  /// @param files the animated files to encode; may be empty
  /// @param folder where they are written
  /// @throws Unrenderable when a frame is damaged
  void encode(MemorySegment file, Header header, List<PlannedFile> files, Path folder) {
    if (files.isEmpty()) {
      return;
    }
    List<FrameStrip> strips = new ArrayList<>();
    try (Frames frames = Frames.of(vips, decoder, file, header)) {
      files.forEach(f -> strips.add(new FrameStrip(f, header.alpha())));
      times.picture(() -> resizeFrames(frames, header, strips));
      for (int i = 0; i < files.size(); i++) {
        encode(frames, strips.get(i), files.get(i), folder);
      }
    } catch (VipsException e) {
      if (e.stage().equals("decode")) {
        throw new Unrenderable(Damage.verdict(header.format(), file), e.toString(), e);
      }
      throw e;
    } finally {
      strips.forEach(FrameStrip::close);
    }
  }

  private void resizeFrames(Frames frames, Header header, List<FrameStrip> strips) {
    for (int frame = 0; frame < header.frames(); frame++) {
      try (VipsImage pixels = frames.next()) {
        for (FrameStrip strip : strips) {
          strip.add(framing, pixels);
        }
      }
    }
  }

  private void encode(Frames frames, FrameStrip strip, PlannedFile file, Path folder) {
    try (strip;
        VipsImage image = strip.image(vips)) {
      frames.delays().ifPresent(delays -> image.setField("delay", delays));
      frames.plays().ifPresent(plays -> image.setField("loop", plays));
      encoder.encode(image, file, folder);
    }
  }
}
