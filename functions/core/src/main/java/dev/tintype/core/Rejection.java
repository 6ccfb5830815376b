package dev.tintype.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a job ended `failed`: a closed list. Each reason has a public text.
public enum Rejection {
  /// The bytes are damaged.
  CORRUPT(
      Source.RENDERER,
      Redrive.POINTLESS,
      "The image data is damaged. Export it again and upload the new file."),
  /// The bytes end too early.
  TRUNCATED(
      Source.RENDERER,
      Redrive.POINTLESS,
      "The image ends too early: the upload was cut off. Upload the whole file."),
  /// Not a kind of image we read, or a kind of pixels that none of its formats is read with.
  UNSUPPORTED_FORMAT(
      Source.RENDERER,
      Redrive.POINTLESS,
      "Not an image we read: send JPEG, PNG, WebP, AVIF, GIF or TIFF, with 8 or 16 bits per"
          + " channel."),
  /// The container is supported, the codec inside is not.
  UNSUPPORTED_CODEC(
      Source.RENDERER,
      Redrive.POINTLESS,
      "The pixels of this file are coded in a way that is not read here, such as HEVC in HEIC"
          + " photos, 12-bit or lossless JPEG, or a rare TIFF compression: export it as JPEG, PNG,"
          + " WebP or AVIF."),
  /// More than [Limits#MAX_PIXELS] or a side over [Limits#MAX_SIDE].
  TOO_MANY_PIXELS(
      Source.RENDERER,
      Redrive.POINTLESS,
      "Too many pixels: at most 100 million over all frames, no side over 32,768 px."),
  /// More than [Limits#MAX_FRAMES].
  TOO_MANY_FRAMES(Source.WORKER, Redrive.POINTLESS, "Too many frames: at most 10,000."),
  /// More than [Limits#MAX_ORIGINAL_BYTES].
  TOO_LARGE(Source.WORKER, Redrive.POINTLESS, "The file is too large: at most 100 MB."),
  /// The predicted peak memory is over the cap.
  NEEDS_TOO_MUCH_MEMORY(
      Source.WORKER,
      Redrive.POINTLESS,
      "Decoding this file needs more memory than is allowed: save it in a simpler form, such as"
          + " baseline JPEG or 8-bit PNG, or make it smaller."),
  /// The stored bytes are not those declared.
  CHECKSUM_MISMATCH(
      Source.WORKER,
      Redrive.POINTLESS,
      "The stored bytes are not those that were declared. Upload the file again."),
  /// The decoder died twice on these bytes.
  DECODER_CRASHED(
      Source.WORKER,
      Redrive.ALLOWED,
      "The decoder died twice on this file. Export it again and upload the new file."),
  /// The decoder did not end in time, twice.
  DECODER_TIMEOUT(
      Source.WORKER,
      Redrive.ALLOWED,
      "Decoding took too long, twice. Export the image again in a simpler form."),
  /// Too many attempts ended without a verdict.
  ATTEMPTS_EXHAUSTED(
      Source.WORKER,
      Redrive.ALLOWED,
      "Processing failed too often without a verdict. An operator can redrive it.");

  /// Who may find this reason.
  private enum Source {
    /// The renderer may report it, because it follows from the bytes alone.
    RENDERER,
    /// Only the worker decides it. A renderer that reports it does not keep to the protocol.
    WORKER
  }

  /// Whether another run can end otherwise.
  private enum Redrive {
    /// The verdict is about our attempts, so an operator may redrive the job.
    ALLOWED,
    /// The same bytes get the same verdict.
    POINTLESS
  }

  private final Source source;
  private final Redrive redrive;
  private final String message;

  Rejection(Source source, Redrive redrive, String message) {
    this.source = source;
    this.redrive = redrive;
    this.message = message;
  }

  /// @return the name in APIs, manifests and logs, such as `too_large`
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @return what happened and what to do, for the person who uploaded
  public String message() {
    return message;
  }

  /// @return whether an operator may redrive the job: true when the verdict depends on our attempts
  ///   and not on the bytes alone
  public boolean redrivable() {
    return redrive == Redrive.ALLOWED;
  }

  /// @return the reason with this code; empty when a renderer may not report it or none has it
  public static Optional<Rejection> reportedByRenderer(String code) {
    return Arrays.stream(values())
        .filter(r -> r.source == Source.RENDERER && r.code().equals(code))
        .findFirst();
  }

  /// @throws IllegalArgumentException when no reason has this code
  public static Rejection byCode(String code) {
    return Arrays.stream(values())
        .filter(r -> r.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown reason " + code));
  }
}
