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

/// The group in which the kernel schedules one process's session, where it makes such groups.
///
/// Each has an equal share of the processors, and a niceness counts only inside its own. A renderer
/// begins a session, so however nice it is, it would be served like everything else of the worker's
/// session together; the group has a niceness too. What never began a session since the machine
/// started is in no such group, but beside them all as if each of its threads were one of niceness
/// 0; the kernel's answer for it is empty. https://man7.org/linux/man-pages/man7/sched.7.html
///
/// Opened while the process may still be looked into: once it hides itself, only root may open it.
/// One thread at a time.
final class Autogroup implements AutoCloseable {
  private static final Pattern TEXT = Pattern.compile("(/autogroup-\\d+) nice (-?\\d+)\\s*");
  private static final int MOST_NICE = 19;

  /// What a thread outside all groups is weighed like, its own niceness aside.
  private static final int WITHOUT_GROUP = 0;

  private static final int LONGEST_TEXT = 64;

  /// The kernel takes one such change in 100 ms from all who are not root.
  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final int ATTEMPTS = 80;

  private final FileChannel file;

  private Autogroup(FileChannel file) {
    this.file = file;
  }

  /// @return absent where the kernel makes no such groups
  /// @throws IOException when this one may not be changed
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

  /// Makes the group nicer than that of this process, up to 19; does nothing while it is the same.
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

  /// Answers the niceness due to a group, and nothing when it needs none.
  ///
  /// @param ours what the kernel says of this process
  /// @param its what it says of the other
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
