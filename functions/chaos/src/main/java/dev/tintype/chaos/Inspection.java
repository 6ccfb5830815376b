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

/// Checks what became of the images of a stack.
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
  /// @return the image as last seen, at its end or at the timeout
  JsonNode ended(String id, Duration timeout) throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    while (true) {
      JsonNode image = customer.image(id);
      if (ENDS.contains(image.path("state").asText()) || System.nanoTime() > until) {
        return image;
      }
      Thread.sleep(200);
    }
  }

  /// Waits until as many different ids were notified of an image as it had ends, or until the
  /// timeout.
  ///
  /// @return whether exactly that many were notified
  boolean isToldOnceForEach(int ends, String id, Duration timeout) throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    while (stack.receiver().of(id).size() < ends && System.nanoTime() < until) {
      Thread.sleep(100);
    }
    return stack.receiver().of(id).size() == ends;
  }

  /// Compares every file with its manifest.
  ///
  /// @return the differences
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
