package dev.tintype.sql;

import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import org.jspecify.annotations.Nullable;

/// How messages stand in the columns of their table.
public final class MessageColumns {

  private MessageColumns() {}

  /// @return the lane's number. Lower numbers are received first
  public static int number(Lane lane) {
    return switch (lane) {
      case FRESH -> 0;
      case BULK -> 1;
    };
  }

  /// @return the lane of a number; that of an unknown number is bulk
  public static Lane lane(int number) {
    return number == 0 ? Lane.FRESH : Lane.BULK;
  }

  /// @return the version that a message is about
  public static String about(Message message) {
    return new VersionName(message.imageId(), message.version()).key();
  }

  /// @return the version that a text is about; null when it is no message of ours
  public static @Nullable String about(String body) {
    try {
      return about(Message.parse(body));
    } catch (MalformedJson _) {
      return null;
    }
  }
}
