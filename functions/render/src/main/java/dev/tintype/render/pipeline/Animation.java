package dev.tintype.render.pipeline;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsException;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes the moving variants: every frame is cut out, resized alone, so that neighbours do not
/// bleed into each other, and the results are joined again.
final class Animation {

  private final Vips vips;
  private final Decoder decoder;
  private final Encoder encoder;

  Animation(Vips vips, Decoder decoder, Encoder encoder) {
    this.vips = vips.during("decode");
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /// @param file the whole original in native memory
  /// @param files the moving files to make; nothing happens when there is none
  /// @param folder where they are written
  /// @throws Unrenderable when a frame is damaged
  void encode(MemorySegment file, Header header, List<PlannedFile> files, Path folder) {
    if (files.isEmpty()) {
      return;
    }
    List<List<VipsImage>> resized = new ArrayList<>();
    files.forEach(f -> resized.add(new ArrayList<>()));
    if (header.format() == OriginalFormat.PNG) {
      encodePng(file, header, files, resized, folder);
      return;
    }
    try (VipsImage all = open(file)) {
      resizeFrames(all, header, files, resized);
      for (int i = 0; i < files.size(); i++) {
        join(all, files.get(i), resized.get(i), folder);
        resized.get(i).forEach(VipsImage::close);
      }
    } catch (VipsException e) {
      if (e.stage().equals("decode")) {
        throw new Unrenderable(Damage.verdict(header.format(), file), e.toString(), e);
      }
      throw e;
    } finally {
      resized.forEach(frames -> frames.forEach(VipsImage::close));
    }
  }

  private void encodePng(
      MemorySegment file,
      Header header,
      List<PlannedFile> files,
      List<List<VipsImage>> resized,
      Path folder) {
    try (PngFrames frames = new PngFrames(vips, decoder, file, header)) {
      for (int frame = 0; frame < header.frames(); frame++) {
        try (VipsImage pixels = frames.next()) {
          for (int i = 0; i < files.size(); i++) {
            resized.get(i).add(Levels.resize(vips, pixels, files.get(i).dimensions()));
          }
        }
      }
      for (int i = 0; i < files.size(); i++) {
        VipsOperation stack =
            VipsOperation.named("arrayjoin").with("in", resized.get(i)).with("across", 1);
        try (VipsImage joined = vips.image(stack);
            VipsImage strip = joined.copy()) {
          strip.setField("page-height", files.get(i).dimensions().height());
          frames.delays().ifPresent(delays -> strip.setField("delay", delays));
          frames.plays().ifPresent(plays -> strip.setField("loop", plays));
          encoder.encode(strip, files.get(i), folder);
        }
        resized.get(i).forEach(VipsImage::close);
      }
    } catch (VipsException e) {
      if (e.stage().equals("decode")) {
        throw new Unrenderable(Damage.verdict(header.format(), file), e.toString(), e);
      }
      throw e;
    } finally {
      resized.forEach(frames -> frames.forEach(VipsImage::close));
    }
  }

  private VipsImage open(MemorySegment file) {
    VipsImage all = vips.fromBuffer(file, "[n=-1,access=sequential,fail-on=warning]");
    if (all.height() % all.pageHeight() != 0) {
      int height = all.height();
      all.close();
      throw new Unrenderable(Rejection.CORRUPT, "frames of different heights in " + height + " px");
    }
    return all;
  }

  private void resizeFrames(
      VipsImage all, Header header, List<PlannedFile> files, List<List<VipsImage>> resized) {
    for (int frame = 0; frame < header.frames(); frame++) {
      try (VipsImage pixels = frame(all, header, frame)) {
        for (int i = 0; i < files.size(); i++) {
          resized.get(i).add(Levels.resize(vips, pixels, files.get(i).dimensions()));
        }
      }
    }
  }

  private VipsImage frame(VipsImage all, Header header, int index) {
    VipsOperation crop =
        VipsOperation.named("extract_area")
            .with("input", all)
            .with("left", 0)
            .with("top", (long) index * all.pageHeight())
            .with("width", all.width())
            .with("height", all.pageHeight());
    try (VipsImage cut = vips.image(crop);
        VipsImage managed = header.profile() ? managed(cut) : cut.copy();
        VipsImage srgb = decoder.srgb(managed);
        VipsImage upright = vips.image(VipsOperation.named("autorot").with("in", srgb))) {
      return upright.copyToMemory();
    }
  }

  private VipsImage managed(VipsImage frame) {
    return vips.image(
        VipsOperation.named("icc_transform")
            .with("in", frame)
            .with("embedded", true)
            .with("output-profile", "srgb"));
  }

  private void join(VipsImage all, PlannedFile file, List<VipsImage> frames, Path folder) {
    VipsOperation stack = VipsOperation.named("arrayjoin").with("in", frames).with("across", 1);
    try (VipsImage joined = vips.image(stack);
        VipsImage strip = joined.copy()) {
      strip.setField("page-height", file.dimensions().height());
      all.intsField("delay").ifPresent(delay -> strip.setField("delay", delay));
      all.intField("loop").ifPresent(loop -> strip.setField("loop", loop));
      encoder.encode(strip, file, folder);
    }
  }
}
