package dev.tintype.core;

import java.util.Arrays;
import java.util.Locale;

/// Why a job ended `failed`: a closed list. Each reason has a public text.
public enum Rejection {
  /// The bytes are damaged.
  CORRUPT("The image data is damaged. Export it again and upload the new file."),
  /// The bytes end too early.
  TRUNCATED("The image ends too early: the upload was cut off. Upload the whole file."),
  /// Not a supported image format, or its pixels have a type that no supported format is read with.
  UNSUPPORTED_FORMAT(
      "Not an image we read: send JPEG, PNG, WebP, AVIF, GIF or TIFF, with 8 or 16 bits per"
          + " channel."),
  /// The container is supported, the codec inside is not.
  UNSUPPORTED_CODEC(
      "The pixels of this file are coded in a way that is not read here, such as HEVC in HEIC"
          + " photos, 12-bit or lossless JPEG, or a rare TIFF compression: export it as JPEG, PNG,"
          + " WebP or AVIF."),
  /// More than [Limits#MAX_PIXELS] or a side over [Limits#MAX_SIDE].
  TOO_MANY_PIXELS("Too many pixels: at most 100 million over all frames, no side over 32,768 px."),
  /// More than [Limits#MAX_FRAMES].
  TOO_MANY_FRAMES("Too many frames: at most 10,000."),
  /// More than [Limits#MAX_ORIGINAL_BYTES].
  TOO_LARGE("The file is too large: at most 100 MB."),
  /// The predicted peak memory is over the cap.
  NEEDS_TOO_MUCH_MEMORY(
      "Decoding this file needs more memory than is allowed: save it in a simpler form, such as"
          + " baseline JPEG or 8-bit PNG, or make it smaller."),
  /// The stored bytes do not match the declared digest or length.
  CHECKSUM_MISMATCH("The stored bytes are not those that were declared. Upload the file again."),
  /// The renderer died twice on these bytes.
  DECODER_CRASHED("The decoder died twice on this file. Export it again and upload the new file."),
  /// The renderer ran out of time twice.
  DECODER_TIMEOUT("Decoding took too long, twice. Export the image again in a simpler form."),
  /// Too many attempts ended without a verdict on the bytes.
  ATTEMPTS_EXHAUSTED("Processing failed too often without a verdict. An operator can redrive it.");

  private final String message;

  Rejection(String message) {
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
    return this == DECODER_CRASHED || this == DECODER_TIMEOUT || this == ATTEMPTS_EXHAUSTED;
  }

  /// @throws IllegalArgumentException when no reason has this code
  public static Rejection byCode(String code) {
    return Arrays.stream(values())
        .filter(r -> r.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown reason " + code));
  }
}
