package dev.tintype.files;

import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.port.UploadSink;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.StorageProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens `file:DIR`, and `file:`, which is the data folder: originals in `private`, variants in
/// `public`, and in `signing.secret` what signs the URLs of both.
public final class FilesProvider implements StorageProvider {

  private static final String PRIVATE = "private";
  private static final String PUBLIC = "public";

  /// For the service loader.
  public FilesProvider() {}

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public String form() {
    return "file:DIR";
  }

  @Override
  public Opened storage(String address, Opening opening) {
    Path root = root(address, opening);
    FileStorage originals =
        opening.opened(FileStorage.open(root.resolve(PRIVATE), opening.clock()));
    FileStorage variants = opening.opened(FileStorage.open(root.resolve(PUBLIC), opening.clock()));
    opening.check(() -> complaint(originals, variants));
    return new InFolder(
        originals, variants, root.resolve("signing.secret"), opening.clock(), opening.random());
  }

  @Override
  public Storage place(String address, Opening opening) {
    return opening.opened(FileStorage.open(root(address, opening), opening.clock(), Access.OWNER));
  }

  @Override
  public boolean overlaps(String place, String address, Opening opening) {
    Path one = real(root(place, opening));
    Path root = root(address, opening);
    return Stream.of(PRIVATE, PUBLIC)
        .map(name -> real(root.resolve(name)))
        .anyMatch(other -> one.startsWith(other) || other.startsWith(one));
  }

  /// @return the path without links, as far as it is there
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      return whole.toRealPath();
    } catch (IOException _) {
      Path parent = whole.getParent();
      return parent == null ? whole : real(parent).resolve(parent.relativize(whole));
    }
  }

  @Override
  public String name(String address, Opening opening) {
    return scheme() + ":" + root(address, opening).toAbsolutePath().normalize();
  }

  @Override
  public boolean isThere(String address, Opening opening) {
    return Files.isDirectory(root(address, opening).resolve(PRIVATE));
  }

  private Path root(String address, Opening opening) {
    try {
      String folder = path(address);
      return folder.isEmpty() ? opening.folder() : Path.of(folder);
    } catch (InvalidPathException _) {
      throw new InvalidAddress(address, List.of(form()));
    }
  }

  private static Optional<String> complaint(FileStorage originals, FileStorage variants) {
    try {
      originals.requireWritable();
      variants.requireWritable();
      return Optional.empty();
    } catch (StorageFull _) {
      return Optional.of("The disk is full: uploads are refused.");
    } catch (StoreUnavailable _) {
      return Optional.of(
          "No file can be written in the data folder: is its disk read-only, are its folders ours?");
    }
  }

  /// @param secret the file with what signs
  private record InFolder(
      FileStorage originals,
      FileStorage variants,
      Path secret,
      InstantSource clock,
      SecureRandom random)
      implements Opened {

    @Override
    public UploadSigner signer(URI server) {
      return new HmacUploadSigner(SigningSecret.at(secret, random), server, clock);
    }

    @Override
    public Optional<DirectUploads> directUploads() {
      return Optional.of(
          new Direct(new HmacPermissions(SigningSecret.at(secret, random), clock), originals));
    }
  }

  private record Direct(HmacPermissions permissions, FileStorage originals)
      implements DirectUploads {

    @Override
    public Verdict<PermittedUpload> upload(SignedRequest request) {
      return permissions.upload(request);
    }

    @Override
    public Verdict<PermittedDownload> download(SignedRequest request) {
      return permissions.download(request);
    }

    @Override
    public UploadSink receive(PermittedUpload upload) {
      return originals.receive(upload.key(), upload.original());
    }
  }
}
