package dev.tintype.render.remote;

/// Carries an answer and ends the function's process. Lambda's runtime client reports every
/// exception to the caller, with its class as type and its message; after a [VirtualMachineError]
/// it also ends the process, and Lambda starts another one for the next call.
/// https://docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html
public final class EnvironmentEnds extends VirtualMachineError {

  /// @param answer the answer as JSON
  public EnvironmentEnds(String answer) {
    super(answer);
  }

  /// It is no fault, so it has no stack trace.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
