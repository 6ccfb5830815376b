package dev.tintype.core.trace;

import java.util.Optional;

/// Records nothing.
public record NoTracing() implements Tracing {

  private static final Span NONE =
      new Span() {
        @Override
        public Span with(String name, String value) {
          return this;
        }

        @Override
        public Span failed(String why) {
          return this;
        }

        @Override
        public void close() {}
      };

  @Override
  public Span begin(String name, Kind kind, Optional<TraceParent> parent) {
    return NONE;
  }

  @Override
  public Optional<TraceParent> current() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
