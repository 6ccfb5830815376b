package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Home;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What became of a stack's images.
final class Inspection {

  private static final Set<String> ENDS = Set.of("ready", "failed", "superseded", "expired");

  private final Stack stack;
  private final Customer customer;

  Inspection(Stack stack, Customer customer) {
    this.stack = stack;
    this.customer = customer;
  }

  /// Waits until an image has ended.
  ///
  /// @return the image as it stands then, or when the patience is over
  JsonNode ended(String id, Duration sleeper) throws InterruptedException {
    long until = System.nanoTime() + sleeper.toNanos();
    while (true) {
      JsonNode image = customer.image(id);
      if (ENDS.contains(image.path("state").asText()) || System.nanoTime() > until) {
        return image;
      }
      Thread.sleep(200);
    }
  }

  /// Waits until as many distinct ids were told of an image as it had ends, or the patience is
  /// over.
  ///
  /// @return whether so many were told, and no more
  boolean isToldOnceForEach(int ends, String id, Duration sleeper) throws InterruptedException {
    long until = System.nanoTime() + sleeper.toNanos();
    while (stack.receiver().of(id).size() < ends && System.nanoTime() < until) {
      Thread.sleep(100);
    }
    return stack.receiver().of(id).size() == ends;
  }

  /// Compares every file with what was promised of it.
  ///
  /// @return what is not as promised
  List<Damage> damages() {
    try (Home.Opened opened = stack.home().open()) {
      return damages(opened.stores());
    }
  }

  static List<Damage> damages(Stores stores) {
    Verify verify = new Verify(stores, Depth.BYTES, 100, 1_000);
    List<Damage> damages = new ArrayList<>();
    Optional<VerifyCursor> cursor = Optional.of(VerifyCursor.START);
    while (cursor.isPresent()) {
      Verify.Page page = verify.page(cursor.get());
      damages.addAll(page.damages());
      cursor = page.next();
    }
    return damages;
  }
}
