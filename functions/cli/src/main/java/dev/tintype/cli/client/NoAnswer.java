package dev.tintype.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Why a request got no answer. The classes of an exception and of its causes decide.
final class NoAnswer {

  /// Guards against causes that form a circle.
  private static final int MOST_CAUSES = 20;

  /// What is said of a kind of failure.
  ///
  /// @param kind the exception itself or one of its causes
  /// @param sentences what is said; `HOST` stands for the name of the server, `SAID` for the
  ///   message of the failure
  private record Known(Class<? extends Throwable> kind, String sentences) {}

  /// The first one that fits is said, so the more exact ones come first.
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              UnresolvedAddressException.class,
              "no address is known for the name HOST. Is it spelled right?"),
          new Known(
              UnknownHostException.class,
              "no address is known for the name HOST. Is it spelled right?"),
          new Known(CertificateExpiredException.class, "its certificate has expired."),
          new Known(
              CertificateNotYetValidException.class,
              "its certificate is not valid yet. Is the clock of this machine right?"),
          new Known(
              CertPathBuilderException.class,
              "the issuer of its certificate is not trusted here; 'keytool -importcert -cacerts' "
                  + "lets the JDK trust one."),
          new Known(CertPathValidatorException.class, "its certificate is not trusted here."),
          new Known(CertificateException.class, "its certificate is not for the name HOST."),
          new Known(SSLHandshakeException.class, "the TLS handshake failed: SAID."),
          new Known(
              SSLException.class,
              "it does not answer in TLS. If it speaks plain HTTP, begin the URL with http://."),
          new Known(
              ProtocolException.class,
              "its answer is not HTTP. If it speaks TLS, begin the URL with https://."),
          new Known(
              EOFException.class,
              "it closed the connection. If it speaks TLS, begin the URL with https://."),
          new Known(NoRouteToHostException.class, "this machine has no route to it."),
          new Known(
              HttpConnectTimeoutException.class,
              "no connection in time. Does --to have its address, and https:// only for TLS?"),
          new Known(
              ConnectException.class,
              "nothing listens there. Is 'tintype serve' running, and does --to have its address?"),
          new Known(HttpTimeoutException.class, "it took too long to answer."));

  private NoAnswer() {}

  /// @param url the root of the server
  /// @param failure what the HTTP client threw
  /// @return sentences that follow a colon, with what to do
  static String why(URI url, IOException failure) {
    List<Throwable> causes = causes(failure);
    return KNOWN.stream()
        .filter(known -> causes.stream().anyMatch(known.kind()::isInstance))
        .findFirst()
        .map(known ->
            known
                .sentences()
                .replace("HOST", String.valueOf(url.getHost()))
                .replace("SAID", String.valueOf(failure.getMessage())))
        .orElse(failure + ".");
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    @Nullable Throwable next = failure;
    while (next != null && causes.size() < MOST_CAUSES) {
      causes.add(next);
      next = next.getCause();
    }
    return causes;
  }
}
