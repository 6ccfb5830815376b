package dev.tintype.core.trace;

import java.util.Optional;

/// Records spans: steps with a begin and an end. Nothing here throws or waits for whoever collects
/// the spans; a span that cannot be sent is lost. Safe for use by many threads.
public interface Tracing extends AutoCloseable {

  /// What a span is to its trace; see https://opentelemetry.io/docs/specs/otel/trace/api/#spankind.
  enum Kind {
    /// Answers a request.
    SERVER,
    /// Asks somebody and waits for the answer.
    CLIENT,
    /// Sends a message.
    PRODUCER,
    /// Works on a message.
    CONSUMER,
    /// A step inside another one.
    INTERNAL
  }

  /// Begins a span. Until it is closed it is the current one of the calling thread, which must
  /// close it, spans that were begun later first.
  ///
  /// @param name the same for all spans of a kind of step
  /// @param parent the span that caused it; absent for the current one, and a trace of its own when
  ///   there is none
  Span begin(String name, Kind kind, Optional<TraceParent> parent);

  /// Begins a step inside the current span.
  default Span begin(String name) {
    return begin(name, Kind.INTERNAL, Optional.empty());
  }

  /// @return the current span of the calling thread; absent when there is none, or when nothing is
  ///   recorded
  Optional<TraceParent> current();

  /// Sends what was recorded, for a few seconds at most. Later spans are lost.
  @Override
  void close();

  /// A span that has begun. For the thread that began it.
  interface Span extends AutoCloseable {

    /// @param name such as `tintype.version`
    /// @return this span, with the attribute
    Span with(String name, String value);

    /// Marks the step as failed.
    ///
    /// @param why for people
    /// @return this span
    Span failed(String why);

    /// Ends the span.
    @Override
    void close();
  }
}
