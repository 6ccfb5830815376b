package dev.tintype.cli.client;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Downloads the original of an image into a file. The file is there whole or not at all. For one
/// thread.
public final class OriginalDownload {

  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 500;
  private static final int LONGEST_COMPLAINT = 1 << 16;
  private static final int BUFFER = 1 << 16;

  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60));

  /// Those of any new file; the umask takes some away.
  private static final FileAttribute<Set<PosixFilePermission>> RIGHTS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));

  private final ImagesClient client;
  private final Patience patience;

  /// @param client sends the requests
  public OriginalDownload(ImagesClient client) {
    this(client, PATIENCE);
  }

  /// @param client sends the requests
  /// @param patience with a file that does not go on
  OriginalDownload(ImagesClient client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  /// The result.
  public sealed interface Result {
    /// The file is there.
    ///
    /// @param sha256 its digest, which is that of an original of the image
    /// @param bytes its length
    record Saved(Sha256 sha256, long bytes) implements Result {}

    /// The server has another digest for every original of the image. There is no file.
    ///
    /// @param sha256 the digest of what arrived
    record Damaged(Sha256 sha256) implements Result {}

    /// The server or its storage refused. There is no file.
    ///
    /// @param refusal the reason
    record Refused(Refusal refusal) implements Result {}
  }

  /// The network failed while a file was read from it.
  private static final class Broken extends Exception {
    private final URI url;
    private final IOException failure;

    Broken(URI url, IOException cause) {
      super(cause);
      this.url = url;
      this.failure = cause;
    }
  }

  /// Downloads it.
  ///
  /// @param id a valid id
  /// @param file where it goes; it must not exist, and its folder must
  /// @throws FileAlreadyExistsException when somebody else has made the file; it stays as it is
  /// @throws IOException when the file cannot be written; there is none then
  /// @throws ServerUnreachable when there is no answer, or nothing more arrives; there is no file
  ///   then
  public Result run(String id, Path file) throws IOException, InterruptedException {
    Path part = Files.createTempFile(file.resolveSibling(""), ".tintype-", ".part", RIGHTS);
    try {
      for (int i = 1; ; i++) {
        try {
          return tried(id, part, file);
        } catch (Broken e) {
          if (i == TRIES && !Thread.currentThread().isInterrupted()) {
            throw new ServerUnreachable(e.url, e.failure);
          }
        }
        Thread.sleep(PAUSE_MILLIS << (i - 1));
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// A signed URL is valid for minutes, so each try asks for one.
  private Result tried(String id, Path part, Path file)
      throws Broken, IOException, InterruptedException {
    HttpResponse<String> answer = client.ask("GET", "/images/" + id + "/original", "");
    if (answer.statusCode() != 302) {
      return new Result.Refused(Refusal.of(answer.statusCode(), answer.body()));
    }
    URI signed = answer.uri().resolve(answer.headers().firstValue("location").orElse(""));
    Optional<Refusal> refusal = fetch(signed, part);
    return refusal.isPresent() ? new Result.Refused(refusal.get()) : checked(id, part, file);
  }

  private Optional<Refusal> fetch(URI signed, Path part)
      throws Broken, IOException, InterruptedException {
    URI root = URI.create(signed.getScheme() + "://" + signed.getRawAuthority());
    try (Source source = open(signed, root)) {
      if (source.status() != 200) {
        return Optional.of(Refusal.of(source.status(), source.complaint()));
      }
      try (OutputStream out = Files.newOutputStream(part)) {
        byte[] buffer = new byte[BUFFER];
        for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
          out.write(buffer, 0, n);
        }
      }
    }
    return Optional.empty();
  }

  private Source open(URI signed, URI root) throws Broken, InterruptedException {
    try {
      HttpResponse<InputStream> response = client.fetch(signed);
      return new Source(root, response.statusCode(), response.body(), patience);
    } catch (IOException e) {
      throw new Broken(root, e);
    }
  }

  /// What arrives. Failures of the network are not mistaken for those of the disk.
  ///
  /// @param root where it comes from, without the signature
  private record Source(URI root, int status, InputStream in, Patience patience)
      implements AutoCloseable {
    int read(byte[] buffer) throws Broken, InterruptedException {
      try {
        return patience.await(() -> in.read(buffer));
      } catch (IOException e) {
        throw new Broken(root, e);
      }
    }

    String complaint() throws Broken, InterruptedException {
      try {
        byte[] text = patience.await(() -> in.readNBytes(LONGEST_COMPLAINT));
        return new String(text, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new Broken(root, e);
      }
    }

    @Override
    public void close() throws Broken {
      try {
        in.close();
      } catch (IOException e) {
        throw new Broken(root, e);
      }
    }
  }

  private Result checked(String id, Path part, Path file) throws IOException, InterruptedException {
    Sha256 sha256;
    try (InputStream in = Files.newInputStream(part)) {
      sha256 = Sha256.of(in);
    }
    if (!digests(id).contains(sha256.hex())) {
      return new Result.Damaged(sha256);
    }
    long bytes = Files.size(part);
    publish(part, file);
    return new Result.Saved(sha256, bytes);
  }

  /// A link never replaces a file that somebody makes at this moment; a move might.
  private static void publish(Path part, Path file) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException _) {
      // The file system has no links.
      Files.move(part, file);
    }
  }

  /// The original may have been replaced since the download began, so every version counts.
  private Set<String> digests(String id) throws InterruptedException {
    HttpResponse<String> answer =
        WorkClient.answered(client.ask("GET", "/images/" + id + "/versions", ""));
    return WorkClient.json(answer).objects("versions").stream()
        .map(version -> version.object("original").text("sha256"))
        .collect(Collectors.toSet());
  }
}
