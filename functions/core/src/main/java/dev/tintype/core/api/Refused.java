package dev.tintype.core.api;

/// A request that cannot be answered as asked; carries the answer up to [Api].
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
