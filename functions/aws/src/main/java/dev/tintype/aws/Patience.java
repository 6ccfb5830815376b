package dev.tintype.aws;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.AwsCall;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Repeats a call of a long work for about half a minute while DynamoDB is busy. A table that is
/// new takes only some thousand writes a second, and more only after some minutes.
final class Patience {

  private static final int ROUNDS = 60;

  private Patience() {}

  /// @param asked names the call in messages
  /// @param call may be made again after it failed
  /// @throws StoreUnavailable when it failed for another reason, or too often
  static <T> T ask(String asked, Supplier<T> call) {
    for (int round = 1; ; round++) {
      try {
        return call.get();
      } catch (SdkException e) {
        if (round == ROUNDS || !isPassing(e)) {
          throw AwsCall.unavailable(asked, e);
        }
      } catch (Busy e) {
        if (round == ROUNDS) {
          throw new StoreUnavailable(asked + ": " + e.getMessage(), e);
        }
      }
      Backoff.pause(asked, round);
    }
  }

  private static boolean isPassing(SdkException e) {
    return switch (e) {
      case AwsServiceException refused ->
          refused.isThrottlingException() || refused.statusCode() >= 500;
      default -> e.getCause() instanceof IOException;
    };
  }

  /// A transaction was cancelled because the table or an item of it was busy.
  static final class Busy extends RuntimeException {
    Busy(String reason) {
      super("cancelled: " + reason);
    }
  }
}
