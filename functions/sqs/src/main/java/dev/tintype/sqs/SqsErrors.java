package dev.tintype.sqs;

import dev.tintype.s3.AwsCall;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// What the error codes of SQS mean
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html). The
/// status says little: most errors are a 400.
final class SqsErrors {

  /// Codes about the caller, in both protocols of SQS.
  private static final Set<String> REFUSALS =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /// Codes of a receipt whose time is over for long.
  private static final Set<String> PARAMETERS =
      Set.of("InvalidParameterValue", "InvalidParameterValueException");

  private SqsErrors() {}

  /// @return whether the service does not know the caller, or the caller lacks a right
  static boolean isRefusal(SqsException e) {
    return AwsCall.errorCode(e).filter(REFUSALS::contains).isPresent();
  }

  /// @return whether the receipt of a call is of no message that the caller holds
  static boolean isOldReceipt(SqsException e) {
    return e instanceof MessageNotInflightException
        || e instanceof ReceiptHandleIsInvalidException
        || AwsCall.errorCode(e).filter(PARAMETERS::contains).isPresent();
  }

  /// @return whether there is no such queue
  static boolean isNoQueue(SqsException e) {
    return e instanceof QueueDoesNotExistException;
  }
}
