package dev.tintype.core.look;

import dev.tintype.core.flow.erase.PublicLook;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Counts what another look sees. Safe for use by many threads.
public final class CountedLook implements PublicLook {

  private final PublicLook look;
  private final AtomicLong gone = new AtomicLong();
  private final AtomicLong answering = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  /// @param look looks
  public CountedLook(PublicLook look) {
    this.look = look;
  }

  @Override
  public String base() {
    return look.base();
  }

  @Override
  public Seen at(List<String> keys, BooleanSupplier goOn) {
    Seen seen = look.at(keys, goOn);
    switch (seen) {
      case Seen.Gone _ -> gone.incrementAndGet();
      case Seen.Answers _ -> answering.incrementAndGet();
      case Seen.Unknown _ -> unknown.incrementAndGet();
    }
    return seen;
  }

  /// @return how many looks found nothing
  public long gone() {
    return gone.get();
  }

  /// @return how many looks found something
  public long answering() {
    return answering.get();
  }

  /// @return how many looks could not tell
  public long unknown() {
    return unknown.get();
  }
}
