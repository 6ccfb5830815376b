package dev.tintype.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints how long the deeds of [FlatCostTest] take with so many images: the median and the slowest
/// of a hundred, in microseconds, the first hundred not counted. Deeds that write are done once
/// each and not printed.
///
/// `java -cp … dev.tintype.sqlite.FlatCostTimes FOLDER 1000 100000 1000000`
final class FlatCostTimes {

  private static final int RUNS = 100;
  private static final List<String> READS =
      List.of(
          "GET",
          "newest",
          "next page",
          "failed",
          "ready",
          "by metadata",
          "next page by metadata",
          "by unknown metadata",
          "what is due",
          "due outcomes",
          "what workers hold",
          "depth");

  private FlatCostTimes() {}

  public static void main(String[] arguments) throws SQLException, IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      int images = Integer.parseInt(arguments[i]);
      Path file = folder.resolve(images + ".db");
      if (!Files.exists(file)) {
        FlatCostTest.fill(file, images);
      }
      try (SqliteDatabase database = SqliteDatabase.open(file)) {
        Map<String, Runnable> deeds = FlatCostTest.deeds(database, images);
        for (String name : READS) {
          print(images, name, times(deeds.getOrDefault(name, () -> {})));
        }
      }
    }
  }

  private static List<Long> times(Runnable deed) {
    List<Long> times = new ArrayList<>();
    for (int run = 0; run < 2 * RUNS; run++) {
      long began = System.nanoTime();
      deed.run();
      if (run >= RUNS) {
        times.add((System.nanoTime() - began) / 1_000);
      }
    }
    times.sort(Long::compare);
    return times;
  }

  private static void print(int images, String name, List<Long> times) {
    System.out.printf(
        Locale.ROOT,
        "%9d images  %-18s median %7d µs  slowest %7d µs%n",
        images,
        name,
        times.get(RUNS / 2),
        times.getLast());
  }
}
