package dev.tintype.core.flow;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Sha256;
import dev.tintype.core.Watermark;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.WatermarkMissing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The files of watermarks, by digest. They are stored once, beside the originals, and stay: a
/// version that was made with one can be made again. Safe for use by many threads.
///
/// @param originals the private storage
public record Watermarks(Storage originals) {

  /// @return whether a watermark is stored
  /// @throws StoreUnavailable when the storage does not answer
  public boolean has(Sha256 image) {
    return originals.head(Keys.watermark(image)).isPresent();
  }

  /// Stores a watermark, unless it is there.
  ///
  /// @param file holds exactly these bytes until this returns
  /// @throws WatermarkMissing when other bytes are stored under its digest
  /// @throws StoreUnavailable when storage or disk fails; storing it again is safe
  public void store(byte[] bytes, Path file) {
    Sha256 image = Sha256.of(bytes);
    if (has(image)) {
      return;
    }
    try {
      Files.write(file, bytes);
      PutResult result =
          originals.put(
              Keys.watermark(image),
              new StoredFile(file, bytes.length, image, mediaType(bytes), Keys.CACHE_CONTROL));
      if (result == PutResult.CONFLICT) {
        throw altered(image);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new StoreUnavailable("the watermark could not be written to " + file, e);
    }
  }

  private static String mediaType(byte[] bytes) {
    return OriginalFormat.sniff(bytes)
            instanceof OriginalFormat.Sniffed.Known(OriginalFormat format)
        ? format.mediaType()
        : "application/octet-stream";
  }

  /// Brings the watermark of a job into a work folder.
  ///
  /// @param file where it is written
  /// @return the file; absent when the job needs none
  /// @throws WatermarkMissing when it is not stored, or has other bytes
  /// @throws StoreUnavailable when storage or disk fails, or the transfer ends early
  public Optional<Path> fetch(ImageJob job, Path file) {
    Optional<Sha256> image = job.recipe().watermark().map(Watermark::image);
    image.ifPresent(needed -> fetch(needed, file));
    return image.map(_ -> file);
  }

  private void fetch(Sha256 image, Path file) {
    try (InputStream in = originals.open(Keys.watermark(image), Optional.empty()).orElse(null)) {
      if (in == null) {
        throw new WatermarkMissing(image, "is not stored");
      }
      byte[] bytes = in.readNBytes(Limits.MAX_WATERMARK_BYTES + 1);
      if (!Sha256.of(bytes).equals(image)) {
        throw altered(image);
      }
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new StoreUnavailable("the watermark could not be brought into the work folder", e);
    }
  }

  private static WatermarkMissing altered(Sha256 image) {
    return new WatermarkMissing(image, "has other bytes in the storage");
  }
}
