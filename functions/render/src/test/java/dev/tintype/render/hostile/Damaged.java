package dev.tintype.render.hostile;

import dev.tintype.render.Seeds;
import dev.tintype.vips.Vips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Every format truncated, with flipped bits, and with a broken header.
final class Damaged {

  private static final int FLIPS = 6;

  private Damaged() {}

  static List<Specimen> all(Vips vips) {
    List<Specimen> all = new ArrayList<>();
    Whole.files(vips)
        .forEach((name, file) -> {
          all.add(Specimen.of(name + ", whole", file, "rendered"));
          all.addAll(cutOff(name, file));
          all.addAll(flipped(name, file));
          all.addAll(brokenHeaders(name, file));
        });
    return all;
  }

  private static List<Specimen> cutOff(String name, byte[] file) {
    List<Specimen> all = new ArrayList<>();
    for (int tenth = 1; tenth < 10; tenth++) {
      byte[] cut = Arrays.copyOf(file, file.length * tenth / 10);
      all.add(Specimen.of(name + ", cut at " + tenth + "/10", cut, "truncated"));
    }
    return all;
  }

  private static List<Specimen> flipped(String name, byte[] file) {
    RandomGenerator random = Seeds.random(name.hashCode());
    List<Specimen> all = new ArrayList<>();
    for (int i = 0; i < FLIPS; i++) {
      byte[] flipped = file.clone();
      for (int bits = 1 << i; bits > 0; bits--) {
        flipped[random.nextInt(16, file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      all.add(Specimen.of(name + ", " + (1 << i) + " bits flipped", flipped, Specimen.any()));
    }
    return all;
  }

  /// The first bytes stay, so that the format is still recognised.
  private static List<Specimen> brokenHeaders(String name, byte[] file) {
    List<Specimen> all = new ArrayList<>();
    int sniffed = name.contains("avif") ? 32 : name.contains("webp") ? 16 : 8;
    for (int fill : new int[] {0, 0xff}) {
      byte[] broken = file.clone();
      Arrays.fill(broken, sniffed, sniffed + 40, (byte) fill);
      all.add(
          Specimen.of(
              name + ", header of " + fill,
              broken,
              sniffed == 8 ? Specimen.any() : new String[] {"corrupt", "truncated"}));
    }
    return all;
  }

  /// Marks by which a payload in a variant is found.
  static final Map<String, String> PAYLOADS =
      Map.of(
          "script", "*/=1;alert('payload')//",
          "php", "<?php system('payload'); ?>",
          "zip", "PK\u0003\u0004payload",
          "pdf", "%PDF-1.4 payload");
}
