package dev.tintype.canary;

/// A step of the canary did not succeed. The message is one sentence for the person who deploys.
final class CanaryFailure extends Exception {

  CanaryFailure(String message) {
    super(message);
  }
}
