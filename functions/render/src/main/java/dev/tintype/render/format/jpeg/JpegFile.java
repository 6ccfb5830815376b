package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/// Reads a JPEG's structure: only its header, or all of its coded data. It counts the coded units
/// and compares them with the number that the frame requires. It computes no pixels.
public final class JpegFile {

  private final NativeBytes bytes;
  private final Arena arena;
  private final JpegMarkers markers;
  private final JpegTables tables = new JpegTables();
  private @Nullable JpegFrame frame;
  private @Nullable Progress progress;
  private long firstMarker = -1;
  private long heightAt;
  private long behindScans;

  private JpegFile(NativeBytes bytes, Arena arena) {
    this.bytes = bytes;
    this.arena = arena;
    this.markers = new JpegMarkers(bytes, 2);
  }

  /// Reads the header up to the first scan.
  ///
  /// @param bytes the whole file, starting with the JPEG start marker
  /// @return `Whole` covers the header only
  public static JpegVerdict header(NativeBytes bytes) {
    try (Arena arena = Arena.ofConfined()) {
      return new JpegFile(bytes, arena).verdict(/* headerOnly= */ true);
    }
  }

  /// Walks through all coded data.
  ///
  /// @param bytes the whole file, starting with the JPEG start marker
  public static JpegVerdict check(NativeBytes bytes) {
    try (Arena arena = Arena.ofConfined()) {
      return new JpegFile(bytes, arena).verdict(/* headerOnly= */ false);
    }
  }

  /// Returns whether the end mark is missing.
  ///
  /// @param bytes the whole file
  public static boolean endsEarly(NativeBytes bytes) {
    return new JpegEnd(bytes).missing();
  }

  private JpegVerdict verdict(boolean headerOnly) {
    try {
      return new JpegVerdict.Whole(walk(headerOnly));
    } catch (JpegFault fault) {
      if (fault.isUnread()) {
        return new JpegVerdict.Unread(fault.what());
      }
      return new JpegEnd(bytes).missing()
          ? new JpegVerdict.Cut(fault.what())
          : new JpegVerdict.Damaged(fault.what());
    }
  }

  private ReadableJpeg walk(boolean headerOnly) {
    for (int marker = markers.next(); ; marker = markers.next()) {
      if (marker == JpegMarkers.SOI && firstMarker < 0) {
        // Some programs write the start marker twice.
        continue;
      }
      if (firstMarker < 0) {
        firstMarker = markers.markerAt();
      }
      if (markers.skipped() && behindScans > 0) {
        // Before the first scan they are junk; after it they may be a scan without its header.
        throw JpegFault.of("bytes between segments before %d".formatted(markers.markerAt()));
      }
      if (JpegMarkers.isFrame(marker)) {
        frame(marker);
      } else if (marker == JpegMarkers.SOS) {
        JpegScan scan = JpegScan.parse(frame(), markers.segment());
        if (headerOnly) {
          return readable(markers.position(), /* ended= */ true);
        }
        scan(scan);
        if (sequentialIsComplete()) {
          return readable(behindScans, markers.next() == JpegMarkers.EOI);
        }
      } else if (marker == JpegMarkers.EOI) {
        requirePixels();
        return readable(behindScans, /* ended= */ true);
      } else if (marker == JpegMarkers.NONE) {
        requireEverything();
        return readable(behindScans, /* ended= */ false);
      } else {
        segment(marker);
      }
    }
  }

  private void segment(int marker) {
    if (JpegMarkers.defines(marker)) {
      tables.define(marker, markers.segment());
    } else if (JpegMarkers.isMetadata(marker)) {
      markers.segment();
    } else if (marker == JpegMarkers.JPEG_LS) {
      throw JpegFault.unread("JPEG-LS");
    } else if (!JpegMarkers.isRestart(marker) && marker != JpegMarkers.TEM) {
      throw JpegFault.of("marker %02x at %d".formatted(marker, markers.markerAt()));
    }
  }

  private void frame(int marker) {
    if (frame != null) {
      throw JpegFault.of("a second frame");
    }
    heightAt = markers.markerAt() + 5;
    JpegFrame told = JpegFrame.parse(marker, markers.segment());
    frame = told.height() > 0 ? told : told.withHeight(linesToldLater());
    progress = new Progress(frame, arena);
  }

  private JpegFrame frame() {
    if (frame == null) {
      throw JpegFault.of("a scan without a frame");
    }
    return frame;
  }

  private Progress progress() {
    if (progress == null) {
      throw JpegFault.of("no frame");
    }
    return progress;
  }

  /// A frame without a height gets it from a segment after its first scan (ITU T.81, B.2.5).
  private int linesToldLater() {
    JpegMarkers later = new JpegMarkers(bytes, markers.position());
    for (int marker = later.next(); marker != JpegMarkers.NONE; marker = later.next()) {
      if (marker == JpegMarkers.DNL) {
        NativeBytes lines = later.segment();
        if (lines.length() == 2 && lines.u16(0) > 0) {
          return lines.u16(0);
        }
      } else if (!JpegMarkers.standsAlone(marker)) {
        later.segment();
      }
    }
    throw JpegFault.of("a frame without lines");
  }

  private void scan(JpegScan scan) {
    tables.requireQuantization(scan);
    long units = frame().units(scan.components());
    ScanUnits walk = tables.units(frame(), scan, progress().history(scan));
    long marker = walk.walk(bytes, units, tables.restartInterval(), markers.position());
    behindScans = marker;
    markers.resume(behindLastRestart(marker));
    progress().passed(scan);
  }

  /// Some encoders write a restart marker after the last unit too.
  private long behindLastRestart(long marker) {
    if (marker + 2 > bytes.length() || !JpegMarkers.isRestart(bytes.u8(marker + 1))) {
      return marker;
    }
    EntropyBytes more = new EntropyBytes(bytes, marker + 2);
    if (more.next() >= 0) {
      throw JpegFault.of("coded data behind the last unit");
    }
    return more.markerAt();
  }

  private boolean sequentialIsComplete() {
    return !frame().progressive() && progress().complete();
  }

  private void requirePixels() {
    boolean enough = frame().progressive() ? progress().hasPixels() : progress().complete();
    if (!enough) {
      throw JpegFault.of("a component never came");
    }
  }

  private void requireEverything() {
    if (!progress().complete()) {
      throw JpegFault.of("no end mark, and not every coefficient came");
    }
  }

  private ReadableJpeg readable(long to, boolean ended) {
    return new ReadableJpeg(bytes, firstMarker, to, ended, heightAt, frame().height());
  }
}
