package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivedClassesTest {

  private static final List<String> USUAL =
      List.of("# a comment", "java/lang/String id: 7", "@lambda-proxy a/B x", "java/util/List");

  @Test
  void classesOfBothListsAreNamedOnceAndInOrder() {
    List<String> loaded = List.of("java/lang/String id: 1", "dev/B id: 3", "dev/A", "", "#");
    assertThat(ArchivedClasses.lines(USUAL, loaded))
        .containsExactly("dev/A", "dev/B", "java/lang/String", "java/util/List");
  }

  @Test
  void lambdasOfTheRunFollowAndHintsAboutConstantPoolsAreLeftOut() {
    List<String> loaded =
        List.of("@lambda-proxy dev/B y", "@cp dev/B 1 2", "@lambda-form-invoker z", "dev/B");
    assertThat(ArchivedClasses.lines(USUAL, loaded))
        .containsExactly(
            "dev/B",
            "java/lang/String",
            "java/util/List",
            "@lambda-form-invoker z",
            "@lambda-proxy dev/B y");
  }

  @Test
  void classesThatAreLoadedWhenThreadsMeetDependOnTheUsualListAlone() {
    String usual = "java/util/concurrent/Semaphore";
    List<String> loaded = List.of("java/util/concurrent/Exchanger", usual);
    assertThat(ArchivedClasses.lines(List.of(usual), loaded)).containsExactly(usual);
  }
}
