package dev.tintype.nats;

import io.nats.client.Connection;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A connection over TLS whose certificate must name the host of the address. The client library
/// itself only checks who signed the certificate. The library makes it by its name, so it is
/// public. For one thread.
public final class CheckedHost extends SocketDataPort {

  /// For the library.
  public CheckedHost() {}

  /// @throws IOException when the certificate is not trusted or names another host
  @Override
  public void upgradeToSecure() throws IOException {
    Connection made = connection;
    SSLSocketFactory sockets = made.getOptions().getSslContext().getSocketFactory();
    SSLSocket secure = (SSLSocket) sockets.createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    isSecure = true;
  }
}
