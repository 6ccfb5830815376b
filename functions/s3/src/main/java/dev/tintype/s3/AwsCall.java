package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Translates the SDK's exceptions. An answer that an adapter did not expect says nothing about any
/// original, so it becomes [StoreUnavailable]. This includes wrong permissions and settings: an
/// operator can correct them while the jobs wait.
public final class AwsCall {

  private AwsCall() {}

  /// Calls a service.
  ///
  /// @param asked names the call in messages, such as `S3 GET originals/…`
  /// @throws StoreUnavailable when the SDK gave up
  public static <T> T ask(String asked, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(asked, e);
    }
  }

  /// @return the exception to throw, with the service's message
  public static StoreUnavailable unavailable(String asked, SdkException e) {
    return new StoreUnavailable(asked + ": " + said(e), e);
  }

  /// @return the service's error code; absent when the answer has none, for example because a proxy
  ///   sent it
  public static Optional<String> errorCode(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
  }

  private static String said(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return service.statusCode()
          + " "
          + errorCode(service).orElse("without an error code")
          + ", request "
          + service.requestId();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
