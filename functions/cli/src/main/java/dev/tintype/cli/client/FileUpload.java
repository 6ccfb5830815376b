package dev.tintype.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Limits;
import dev.tintype.core.Metadata;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.OriginalFormat.Sniffed;
import dev.tintype.core.Rejection;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Uploads one file. The idempotency key is derived from the file's bytes, name, recipe and
/// metadata, so repeating the command within a day uses the same image.
public final class FileUpload {

  private static final int LONGEST_NAME = 255;

  private final ImagesClient client;
  private final Optional<String> recipe;

  /// @param recipe its name; absent for the server's default
  public FileUpload(ImagesClient client, Optional<String> recipe) {
    this.client = client;
    this.recipe = recipe;
  }

  /// The result of sending a file.
  public sealed interface Sent {
    /// The server has the original.
    ///
    /// @param status the state of the image
    /// @param bytes the length of the file
    /// @param before whether it was stored before
    record Stored(ImageStatus status, long bytes, boolean before) implements Sent {}

    /// The server does not have it.
    ///
    /// @param why the reason
    record No(UploadOutcome.NotUploaded why) implements Sent {}
  }

  /// Sends a file, if the server can use it and has not got it.
  ///
  /// @param name what the image is called
  /// @throws ServerUnreachable when there is no answer
  public Sent send(Path file, String name, Metadata metadata) throws InterruptedException {
    try {
      Optional<Rejection> refused = look(file);
      return refused.isPresent()
          ? no(refused.get().code(), refused.get().message())
          : sendReadable(file, name, metadata);
    } catch (IOException e) {
      return no("unreadable", "it cannot be read: " + e.getMessage());
    }
  }

  /// Checks the file as the server would, before sending it.
  private static Optional<Rejection> look(Path file) throws IOException {
    if (Files.size(file) > Limits.MAX_ORIGINAL_BYTES) {
      return Optional.of(Rejection.TOO_LARGE);
    }
    return switch (sniff(file)) {
      case Sniffed.Known _ -> Optional.empty();
      case Sniffed.Heic _ -> Optional.of(Rejection.UNSUPPORTED_CODEC);
      case Sniffed.Unknown _ -> Optional.of(Rejection.UNSUPPORTED_FORMAT);
    };
  }

  private static Sniffed sniff(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return OriginalFormat.sniff(in.readNBytes(OriginalFormat.SNIFF_BYTES));
    }
  }

  private Sent sendReadable(Path file, String name, Metadata metadata)
      throws IOException, InterruptedException {
    Sha256 sha256 = digest(file);
    ObjectNode wish =
        Json.object()
            .put("contentType", mediaType(file))
            .put("bytes", Files.size(file))
            .put("sha256", sha256.hex())
            .put("name", shortened(name));
    recipe.ifPresent(r -> wish.put("recipe", r));
    metadata.putInto(wish);
    String key = "upload-" + Sha256.of(Json.write(wish)).hex().substring(0, 40);
    return switch (client.start(wish, key)) {
      case Started.Refused(Refusal refusal) -> no(refusal.slug(), refusal.detail());
      case Started.Accepted accepted -> put(accepted, file);
    };
  }

  private Sent put(Started.Accepted accepted, Path file) throws IOException, InterruptedException {
    if (accepted.permission().isEmpty()) {
      ImageStatus status = client.status(accepted.status().id()).orElse(accepted.status());
      return new Sent.Stored(status, Files.size(file), true);
    }
    Optional<Refusal> refusal = client.upload(accepted.permission().get(), file);
    return refusal.isPresent()
        ? no(refusal.get().slug(), refusal.get().detail())
        : new Sent.Stored(client.uploaded(accepted.status()), Files.size(file), false);
  }

  private static String mediaType(Path file) throws IOException {
    return sniff(file) instanceof Sniffed.Known(OriginalFormat format)
        ? format.mediaType()
        : "application/octet-stream";
  }

  private static Sha256 digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  /// Shortens a path from the left, because its end tells more than its beginning.
  static String shortened(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "_");
    int from = Math.max(0, printable.length() - LONGEST_NAME);
    // Do not start in the middle of a surrogate pair.
    boolean isInside = from > 0 && Character.isLowSurrogate(printable.charAt(from));
    return printable.substring(isInside ? from + 1 : from);
  }

  private static Sent no(String reason, String message) {
    return new Sent.No(new UploadOutcome.NotUploaded(reason, message));
  }
}
