package dev.tintype.bench.contestant;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A child that answers each line with one line: `ok`, or what went wrong.
final class LineProcess implements AutoCloseable {

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  /// @param builder what to start; its output is taken here
  LineProcess(ProcessBuilder builder) throws IOException {
    this.process = builder.start();
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /// @throws IllegalStateException when the answer is not `ok`
  void ask(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    String answer = out.readLine();
    if (!"ok".equals(answer)) {
      throw new IllegalStateException("asked for " + line + ", it said " + answer);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
