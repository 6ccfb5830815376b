package dev.tintype.core.flow;

/// The later half of the random histories.
final class LaterHistoriesTest extends HistoriesTest {

  @Override
  boolean isLaterHalf() {
    return true;
  }
}
