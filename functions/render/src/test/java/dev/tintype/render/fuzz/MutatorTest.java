package dev.tintype.render.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.Seeds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MutatorTest {

  private static final int SEEDS = 2_000;

  @Test
  void everySeedMakesAMutantEvenOfAnImageWithoutData() {
    byte[] empty =
        Container.PNG.join(List.of(new Part("IHDR", new byte[13]), new Part("IDAT", new byte[0])));
    int changed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] mutant = new Mutator(Seeds.random(seed)).mutate(Container.PNG, empty);
      assertThat(new Mutator(Seeds.random(seed)).mutate(Container.PNG, empty)).isEqualTo(mutant);
      changed += Arrays.equals(mutant, empty) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(SEEDS / 2);
  }
}
