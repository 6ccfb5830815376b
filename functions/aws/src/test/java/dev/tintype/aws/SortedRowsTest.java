package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.RecordTransfer.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortedRowsTest {

  private static final long SEED = 20_261_130;

  /// From all rows in parts of one row to all of them in memory.
  @ParameterizedTest
  @ValueSource(longs = {0, 100, 3_000, 1_000_000})
  void rowsComeInTheOrderOfTheirKeysWhateverIsInTheFile(long mostInMemory) {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(SEED);
    for (int number = 0; number < 500; number++) {
      rows.add(
          new Row(
              "key-%06d".formatted(number),
              List.of("", "Füße ✓ \0", "x".repeat(random.nextInt(50)))));
    }
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    List<Row> sorted = new ArrayList<>();
    try (SortedRows sorting = new SortedRows(mostInMemory)) {
      shuffled.forEach(sorting::add);
      for (List<Row> page = sorting.next(7); !page.isEmpty(); page = sorting.next(7)) {
        sorted.addAll(page);
      }
    }
    assertThat(sorted).isEqualTo(rows);
    assertThat(sorted).isSortedAccordingTo(Comparator.comparing(Row::key));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void withoutRowsThereIsNothing(long mostInMemory) {
    try (SortedRows sorting = new SortedRows(mostInMemory)) {
      assertThat(sorting.next(10)).isEmpty();
    }
  }
}
