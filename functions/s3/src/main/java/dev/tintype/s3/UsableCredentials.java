package dev.tintype.s3;

import dev.tintype.core.provider.InvalidAddress;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Credentials that are there. Missing ones would otherwise be found at the first call, which may
/// be much later.
public final class UsableCredentials {

  private UsableCredentials() {}

  /// @param address what is opened with them
  /// @param signing finds the credentials
  /// @return `signing`
  /// @throws InvalidAddress when there are none
  public static AwsCredentialsProvider of(String address, AwsCredentialsProvider signing) {
    try {
      signing.resolveCredentials();
      return signing;
    } catch (SdkClientException e) {
      InvalidAddress wrong =
          new InvalidAddress(
              address,
              "needs credentials of the store: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                  + " AWS_PROFILE for a profile in ~/.aws/credentials");
      wrong.initCause(e);
      throw wrong;
    }
  }
}
