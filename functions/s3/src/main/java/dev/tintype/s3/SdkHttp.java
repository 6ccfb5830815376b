package dev.tintype.s3;

import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The HTTP clients of the AWS SDK.
///
/// The JDK keeps a connection whose body was not read to its end, and reads the rest on a thread of
/// its own, for as long as the other side sends something. Meanwhile the SDK cannot end a call
/// whose time is over, and its caller hangs. So such a connection is closed instead. The setting
/// holds for the whole process.
public final class SdkHttp {

  static {
    System.setProperty("http.KeepAlive.remainingData", "0");
  }

  private SdkHttp() {}

  /// @param connect how long connecting may take
  /// @param silence how long the other side may send nothing
  public static UrlConnectionHttpClient.Builder client(Duration connect, Duration silence) {
    return UrlConnectionHttpClient.builder().connectionTimeout(connect).socketTimeout(silence);
  }
}
