package dev.tintype.render.format.jpeg;

import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.JpegParts;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Ways to damage a JPEG's coded data.
enum JpegDamage {
  /// The file is truncated.
  CUT(/* loses= */ true) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      return Arrays.copyOf(file, from);
    }
  },
  /// The file is truncated, and an end mark follows.
  CUT_AND_ENDED(/* loses= */ true) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      return new Bytes().raw(Arrays.copyOf(file, from)).u8(0xff, 0xd9).done();
    }
  },
  /// The file is truncated and filled up with zeros.
  CUT_AND_FILLED(/* loses= */ true) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      return Arrays.copyOf(Arrays.copyOf(file, from), file.length);
    }
  },
  /// A range becomes zeros.
  ZEROED(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      byte[] damaged = file.clone();
      Arrays.fill(damaged, from, to, (byte) 0);
      return damaged;
    }
  },
  /// A range is removed.
  DELETED(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      return new Bytes()
          .raw(Arrays.copyOf(file, from))
          .raw(Arrays.copyOfRange(file, to, file.length))
          .done();
    }
  },
  /// A range is repeated.
  DOUBLED(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      return new Bytes()
          .raw(Arrays.copyOf(file, to))
          .raw(Arrays.copyOfRange(file, from, file.length))
          .done();
    }
  },
  /// Two bytes are swapped.
  SWAPPED(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      byte[] damaged = file.clone();
      damaged[from] = file[to];
      damaged[to] = file[from];
      return damaged;
    }
  },
  /// A range becomes random bytes.
  OVERWRITTEN(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      byte[] damaged = file.clone();
      for (int at = from; at < to; at++) {
        damaged[at] = (byte) random.nextInt();
      }
      return damaged;
    }
  },
  /// One bit is flipped.
  FLIPPED(/* loses= */ false) {
    @Override
    byte[] apply(byte[] file, int from, int to, RandomGenerator random) {
      byte[] damaged = file.clone();
      damaged[from] ^= (byte) (1 << random.nextInt(8));
      return damaged;
    }
  };

  private static final int[] LENGTHS = {1, 2, 5, 20, 100, 1000};

  private final boolean loses;

  JpegDamage(boolean loses) {
    this.loses = loses;
  }

  abstract byte[] apply(byte[] file, int from, int to, RandomGenerator random);

  /// Whether units are certainly missing, unless only the last bytes changed.
  boolean loses() {
    return loses;
  }

  /// Damages a random place of the coded data.
  static Damaged random(byte[] file, RandomGenerator random) {
    JpegParts parts = JpegParts.of(file);
    int first = parts.offset(parts.first(0xda)) + 14;
    JpegDamage kind = values()[random.nextInt(values().length)];
    int last = file.length - 3;
    int from = random.nextInt(first, last);
    int to = Math.min(last, from + LENGTHS[random.nextInt(LENGTHS.length)]);
    return new Damaged(kind, from, kind.apply(file, from, to, random));
  }

  /// A damaged file.
  ///
  /// @param kind the kind of damage
  /// @param from the first damaged byte
  /// @param file its bytes
  @SuppressWarnings("ArrayRecordComponent")
  record Damaged(JpegDamage kind, int from, byte[] file) {}
}
