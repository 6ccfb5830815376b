package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.ServerAccess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;

/// Tells Kafka's clients user and password, which are read anew for each connection. Kafka makes
/// one by reflection for each client, and gives it that client's settings.
public final class PasswordReader implements AuthenticateCallbackHandler {

  /// The setting of a client that has its [ServerAccess].
  static final String ACCESS = "tintype.access";

  private @Nullable ServerAccess access;

  /// For Kafka.
  public PasswordReader() {}

  @Override
  public void configure(
      Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> logins) {
    access = (ServerAccess) settings.get(ACCESS);
  }

  @Override
  public void handle(Callback[] questions) throws IOException, UnsupportedCallbackException {
    ServerAccess known = access;
    if (known == null) {
      throw new IOException("nothing is known of user and password");
    }
    for (Callback question : questions) {
      switch (question) {
        case NameCallback name -> name.setName(known.user().orElse(""));
        case PasswordCallback password -> password.setPassword(password(known));
        case ScramExtensionsCallback _ -> {
          // none
        }
        default -> throw new UnsupportedCallbackException(question);
      }
    }
  }

  private static char[] password(ServerAccess access) throws IOException {
    try {
      return access.currentPassword().orElse("").toCharArray();
    } catch (StoreUnavailable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {}
}
