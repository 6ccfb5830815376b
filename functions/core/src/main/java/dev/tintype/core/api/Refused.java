package dev.tintype.core.api;

/// Thrown when a request is refused. It carries the answer to [Api].
final class Refused extends RuntimeException {

  private final transient ApiResponse answer;

  Refused(ApiResponse answer) {
    super(answer.body(), null, false, false);
    this.answer = answer;
  }

  ApiResponse answer() {
    return answer;
  }
}
