package dev.tintype.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpeningTest {

  private final Opening opening =
      new Opening(Path.of("/data"), InstantSource.system(), new SecureRandom());
  private final List<String> closed = new ArrayList<>();

  private record Part(String name, List<String> closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add(name);
      if (name.startsWith("broken")) {
        throw new IllegalStateException(name);
      }
    }
  }

  private Part part(String name) {
    return opening.opened(new Part(name, closed));
  }

  @Test
  void whatWasOpenedLastIsClosedFirstAndOnce() {
    part("database");
    part("storage");
    opening.close();
    opening.close();
    assertThat(closed).containsExactly("storage", "database");
  }

  @Test
  void aPartThatDoesNotCloseKeepsNoOtherOpen() {
    part("database");
    part("broken storage");
    assertThatThrownBy(opening::close).hasMessage("broken storage");
    assertThat(closed).containsExactly("broken storage", "database");
  }

  @Test
  void aSharedResourceIsOpenedOnceForEachKey() {
    Part jobs = opening.shared(Part.class, "a.db", () -> new Part("a", closed));
    Part queue = opening.shared(Part.class, "a.db", () -> new Part("another", closed));
    Part other = opening.shared(Part.class, "b.db", () -> new Part("b", closed));
    assertThat(queue).isSameAs(jobs);
    assertThat(other).isNotSameAs(jobs);
    opening.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void theFirstComplaintIsThatOfWhatWasOpenedLast() {
    assertThat(opening.complaint()).isEmpty();
    opening.check(() -> Optional.of("the database is slow"));
    opening.check(Optional::empty);
    assertThat(opening.complaint()).contains("the database is slow");
    opening.check(() -> Optional.of("the disk is full"));
    assertThat(opening.complaint()).contains("the disk is full");
  }

  @Test
  void theUpkeepOfEverythingIsDone() {
    opening.upkeep(() -> closed.add("checkpoint"));
    opening.upkeep(() -> closed.add("another"));
    opening.keepUp();
    assertThat(closed).containsExactly("checkpoint", "another");
  }
}
