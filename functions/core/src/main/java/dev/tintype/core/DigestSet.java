package dev.tintype.core;

/// A set of digests that takes 32 bytes for each at most. It keeps the first half of a digest: two
/// of ten million differ there for certain, as far as anybody will ever see. For one thread.
public final class DigestSet {

  private static final int HALF = 16;

  private long[] table = new long[1 << 11];
  private int size;
  private boolean hasZero;

  /// An empty set.
  public DigestSet() {}

  private static long part(String hex, int from) {
    return Long.parseUnsignedLong(hex, from, from + HALF, 16);
  }

  /// Adds a digest.
  ///
  /// @return whether it was not there
  public boolean add(Sha256 digest) {
    if (size * 4L > table.length) {
      grow();
    }
    boolean isNew = put(part(digest.hex(), 0), part(digest.hex(), HALF));
    size += isNew ? 1 : 0;
    return isNew;
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0 || old[i + 1] != 0) {
        put(old[i], old[i + 1]);
      }
    }
  }

  private boolean put(long one, long other) {
    if (one == 0 && other == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int at = place(one, other);
    boolean isNew = table[at] == 0 && table[at + 1] == 0;
    table[at] = one;
    table[at + 1] = other;
    return isNew;
  }

  /// @return whether a digest was added
  public boolean contains(Sha256 digest) {
    long one = part(digest.hex(), 0);
    long other = part(digest.hex(), HALF);
    if (one == 0 && other == 0) {
      return hasZero;
    }
    int at = place(one, other);
    return table[at] == one && table[at + 1] == other;
  }

  /// @return where these are, or would be
  private int place(long one, long other) {
    int mask = table.length / 2 - 1;
    int at = Long.hashCode(one) & mask;
    while (isOther(at * 2, one, other)) {
      at = (at + 1) & mask;
    }
    return at * 2;
  }

  private boolean isOther(int at, long one, long other) {
    boolean isFree = table[at] == 0 && table[at + 1] == 0;
    return !isFree && (table[at] != one || table[at + 1] != other);
  }

  /// @return how many digests there are
  public int size() {
    return size;
  }
}
