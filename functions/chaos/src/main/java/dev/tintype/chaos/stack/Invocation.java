package dev.tintype.chaos.stack;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/// Lambda's context of a call. The functions use only the remaining time.
///
/// @param remaining in ms, as if the call had just begun
record Invocation(int remaining) implements Context {

  @Override
  public int getRemainingTimeInMillis() {
    return remaining;
  }

  private static UnsupportedOperationException notPlayed() {
    return new UnsupportedOperationException("the harness plays only the time that is left");
  }

  @Override
  public String getAwsRequestId() {
    throw notPlayed();
  }

  @Override
  public String getLogGroupName() {
    throw notPlayed();
  }

  @Override
  public String getLogStreamName() {
    throw notPlayed();
  }

  @Override
  public String getFunctionName() {
    throw notPlayed();
  }

  @Override
  public String getFunctionVersion() {
    throw notPlayed();
  }

  @Override
  public String getInvokedFunctionArn() {
    throw notPlayed();
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw notPlayed();
  }

  @Override
  public ClientContext getClientContext() {
    throw notPlayed();
  }

  @Override
  public int getMemoryLimitInMB() {
    throw notPlayed();
  }

  @Override
  public LambdaLogger getLogger() {
    throw notPlayed();
  }
}
