package dev.tintype.render.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Makes one to four changes to an image; the same seed makes the same changes.
final class Mutator {

  private static final int[] TELLING = {
    0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 200, 254, 255
  };

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  byte[] mutate(Container container, byte[] original) {
    List<Part> parts = new ArrayList<>(container.split(original));
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      if (container.movable() && random.nextInt(8) == 0) {
        rearrange(parts);
      } else {
        int at = heavy(parts);
        parts.set(at, changed(container, parts.get(at)));
      }
    }
    byte[] file = container.join(parts);
    return random.nextInt(40) == 0 ? Arrays.copyOf(file, random.nextInt(file.length + 1)) : file;
  }

  /// Chooses any part half the time, otherwise a part with probability by length.
  private int heavy(List<Part> parts) {
    if (random.nextBoolean()) {
      return random.nextInt(parts.size());
    }
    int total = parts.stream().mapToInt(part -> part.data().length).sum();
    int place = random.nextInt(total + 1);
    for (int i = 0; i < parts.size(); i++) {
      place -= parts.get(i).data().length;
      if (place <= 0) {
        return i;
      }
    }
    return parts.size() - 1;
  }

  private void rearrange(List<Part> parts) {
    int at = random.nextInt(parts.size());
    switch (random.nextInt(3)) {
      case 0 -> parts.add(random.nextInt(parts.size() + 1), parts.get(at));
      case 1 -> parts.add(random.nextInt(parts.size()), parts.remove(at));
      default -> {
        if (parts.size() > 1) {
          parts.remove(at);
        }
      }
    }
  }

  private Part changed(Container container, Part part) {
    byte[] data = part.data().clone();
    if (data.length == 0) {
      return part;
    }
    if (container == Container.PNG && part.kind().equals("IDAT") && random.nextInt(4) > 0) {
      return new Part(part.kind(), repacked(data));
    }
    boolean resize = container.movable() && random.nextInt(12) == 0;
    return new Part(part.kind(), resize ? resized(data) : touched(data));
  }

  private byte[] resized(byte[] data) {
    return Arrays.copyOf(data, random.nextInt(data.length + 9));
  }

  private byte[] touched(byte[] data) {
    for (int touches = random.nextInt(1, 4); touches > 0; touches--) {
      int at = random.nextInt(data.length);
      switch (random.nextInt(4)) {
        case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> data[at] = (byte) random.nextInt(256);
        case 2 -> data[at] = (byte) TELLING[random.nextInt(TELLING.length)];
        default -> data[at] += (byte) (random.nextBoolean() ? 1 : -1);
      }
    }
    return data;
  }

  /// Changes rows inside the compressed data, so that the decoder reads the change.
  private byte[] repacked(byte[] data) {
    try {
      byte[] rows = new InflaterInputStream(new ByteArrayInputStream(data)).readNBytes(1 << 20);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
        packed.write(rows.length == 0 ? rows : touched(rows));
      }
      return out.toByteArray();
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      return touched(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
