package dev.tintype.s3;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tells a missing object from a missing bucket, and from a store that a proxy does not find. All
/// are answered with 404; only the first says something about the object. Amazon's S3 answers the
/// deletion of a missing object with 204, other stores answer with 404.
final class Missing {

  private static final String CODE = "NoSuchKey";

  private Missing() {}

  /// Answers to HEAD have no code, so they say nothing here.
  ///
  /// @param e how a request for one object failed
  /// @return whether the store says that the object is not there
  static boolean isObject(SdkException e) {
    return e instanceof S3Exception refused
        && AwsCall.errorCode(refused).filter(CODE::equals).isPresent();
  }

  /// @return whether one line of the answer to a deletion of many says that the object is not there
  static boolean isObject(S3Error error) {
    return CODE.equals(error.code());
  }
}
