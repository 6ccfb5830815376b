package dev.tintype.render.sandbox.parent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernel's scheduling autogroup of one process's session, where the kernel has autogroups.
///
/// Every autogroup has an equal share of the processors, and a thread's niceness counts only within
/// its own group. A renderer starts its own session, so its niceness alone would not make it yield
/// to the worker's session. The group has a niceness too, and this class sets it. A process that
/// has started no session since boot belongs to none: each of its threads competes like a group of
/// niceness 0, and the kernel's file for it is empty.
/// https://man7.org/linux/man-pages/man7/sched.7.html
///
/// The file is opened before the process hides itself; afterwards only root may open it. One thread
/// at a time.
final class Autogroup implements AutoCloseable {
  private static final Pattern TEXT = Pattern.compile("(/autogroup-\\d+) nice (-?\\d+)\\s*");
  private static final int MOST_NICE = 19;

  /// The weight of a thread outside all groups, regardless of its own niceness.
  private static final int WITHOUT_GROUP = 0;

  private static final int LONGEST_TEXT = 64;

  /// The kernel accepts one such change per 100 ms from all unprivileged users together.
  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final int ATTEMPTS = 80;

  private final FileChannel file;

  private Autogroup(FileChannel file) {
    this.file = file;
  }

  /// @return absent where the kernel has no autogroups
  /// @throws IOException when this group may not be changed
  static Optional<Autogroup> of(long pid) throws IOException {
    try {
      return Optional.of(
          new Autogroup(
              FileChannel.open(
                  Path.of("/proc", Long.toString(pid), "autogroup"),
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)));
    } catch (NoSuchFileException withoutGroups) {
      return Optional.empty();
    }
  }

  /// Makes the group nicer than that of this process, up to 19; does nothing when both share one
  /// group.
  ///
  /// @throws IOException when the kernel refuses
  void beNicer(int added) throws IOException, InterruptedException {
    try {
      String ours = Files.readString(Path.of("/proc/self/autogroup"));
      OptionalInt niceness = nicer(ours, text(), added);
      if (niceness.isPresent()) {
        set(niceness.getAsInt());
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    }
  }

  /// Returns the niceness that the group should get; empty when it needs none.
  ///
  /// @param ours the kernel's text for this process
  /// @param its the kernel's text for the other process
  static OptionalInt nicer(String ours, String its, int added) {
    Matcher own = TEXT.matcher(ours);
    Matcher other = TEXT.matcher(its);
    boolean grouped = own.matches();
    if (!other.matches() || (grouped && own.group(1).equals(other.group(1)))) {
      return OptionalInt.empty();
    }
    int base = grouped ? Integer.parseInt(own.group(2)) : WITHOUT_GROUP;
    return OptionalInt.of(Math.min(MOST_NICE, base + added));
  }

  private String text() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_TEXT);
    file.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
  }

  private void set(int niceness) throws IOException, InterruptedException {
    byte[] text = Integer.toString(niceness).getBytes(StandardCharsets.US_ASCII);
    for (int attempt = 1; file.write(ByteBuffer.wrap(text)) == 0; attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IOException("the kernel asks to try again, for two seconds");
      }
      Thread.sleep(PAUSE);
    }
  }

  private static InterruptedException interrupted(ClosedByInterruptException e) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(e);
    return interrupted;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
