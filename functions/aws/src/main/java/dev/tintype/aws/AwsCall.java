package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// The wall between the SDK's exceptions and ours: whatever a service answers that an adapter did
/// not expect says nothing about any original, so it becomes [StoreUnavailable], permissions and
/// settings that are wrong included: an operator can cure them while the jobs wait.
final class AwsCall {

  private AwsCall() {}

  /// Asks a service.
  ///
  /// @param asked what is asked of whom, for the message, such as `S3 GET originals/…`
  /// @throws StoreUnavailable when the SDK gave up
  static <T> T ask(String asked, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(asked, e);
    }
  }

  /// @return the failure to throw, with what the service said
  static StoreUnavailable unavailable(String asked, SdkException e) {
    return new StoreUnavailable(asked + ": " + said(e), e);
  }

  /// @return the service's name for the error; absent when what answered gave none, such as a proxy
  ///   before the service
  static Optional<String> errorCode(AwsServiceException e) {
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
