package dev.tintype.core.provider;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// How a host proves to a server who it is, and the server to the host: the parameters
/// `password-file`, `tls` and `ca-file` of an address. Safe for use by many threads.
///
/// @param user who connects; absent when the address names nobody
/// @param passwordFile a file whose first line is the password
/// @param password the password, when no file has it
/// @param isEncrypted whether the connection uses TLS
/// @param caFile PEM certificates that are trusted; absent for those that the Java runtime trusts
public record ServerAccess(
    Optional<String> user,
    Optional<Path> passwordFile,
    Optional<String> password,
    boolean isEncrypted,
    Optional<Path> caFile) {

  /// The parameters of an address that this reads.
  public static final Set<String> PARAMETERS = Set.of("password-file", "tls", "ca-file");

  /// The variable that has the password when no file has it. As in a file, its first line counts.
  public static final String PASSWORD = "TINTYPE_QUEUE_PASSWORD";

  /// What to do with a password, for [ServerAddress.Form#passwordAdvice].
  public static final String ADVICE = "a file and add password-file=FILE, or set " + PASSWORD;

  /// @param address has the parameters
  /// @param environment names to values
  /// @throws InvalidAddress when a parameter is wrong, or a file cannot be read
  public static ServerAccess of(ServerAddress address, Map<String, String> environment) {
    boolean isEncrypted = address.flag("tls");
    Optional<Path> caFile = address.parameter("ca-file").map(Path::of);
    if (caFile.isPresent() && !isEncrypted) {
      throw address.wrong("has a ca-file, which needs tls=true");
    }
    return new ServerAccess(
        address.user(),
        address.parameter("password-file").map(Path::of),
        Optional.ofNullable(environment.get(PASSWORD))
            .flatMap(text -> text.lines().findFirst())
            .filter(text -> !text.isEmpty()),
        isEncrypted,
        caFile);
  }

  /// Finds what is wrong with the files.
  ///
  /// @param address names them
  /// @throws InvalidAddress when one of them cannot be read
  public void checkFiles(ServerAddress address) {
    passwordFile.ifPresent(file -> checkReadable(address, "password-file", file));
    caFile.ifPresent(file -> checkReadable(address, "ca-file", file));
    try {
      var _ = trust();
    } catch (StoreUnavailable e) {
      InvalidAddress wrong =
          address.wrong("names a ca-file without certificates in PEM: " + caFile.orElseThrow());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static void checkReadable(ServerAddress address, String parameter, Path file) {
    if (!Files.isReadable(file)) {
      throw address.wrong("names a " + parameter + " that cannot be read: " + file);
    }
  }

  /// Reads the password. A file is read anew each time, so that the password may change while a
  /// host runs.
  ///
  /// @return the password, if there is one
  /// @throws StoreUnavailable when the file cannot be read
  public Optional<String> currentPassword() {
    return passwordFile.map(file -> firstLine(file, "the server")).or(() -> password);
  }

  /// Reads a file whose first line is a password.
  ///
  /// @param whose completes `the password of`, such as `the server`
  /// @return the first line; empty for an empty file
  /// @throws StoreUnavailable when the file cannot be read
  public static String firstLine(Path file, String whose) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new StoreUnavailable("the password of " + whose + " cannot be read: " + e, e);
    }
  }

  /// @return what a TLS connection uses; absent when the connection is not encrypted
  /// @throws StoreUnavailable when the certificates cannot be read
  public Optional<SSLContext> trust() {
    if (!isEncrypted) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(caFile.isPresent() ? store(caFile.get()) : null);
      context.init(null, trusted.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new StoreUnavailable("the certificates of the server cannot be read: " + e, e);
    }
  }

  private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca" + store.size(), certificate);
      }
    }
    return store;
  }
}
