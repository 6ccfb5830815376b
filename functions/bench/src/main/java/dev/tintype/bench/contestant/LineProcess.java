package dev.tintype.bench.contestant;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A child process that replies to each line with one line: `ok`, or an error.
final class LineProcess implements AutoCloseable {

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  /// @param builder starts the process; this class reads its output
  LineProcess(ProcessBuilder builder) throws IOException {
    this.process = builder.start();
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /// @throws IllegalStateException when the reply is not `ok`
  void ask(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    String answer = out.readLine();
    if (!"ok".equals(answer)) {
      throw new IllegalStateException("asked for " + line + ", it said " + answer);
    }
  }

  /// Sends a command and measures the cost of its execution.
  ///
  /// @param variants the folder for the child's files; emptied afterwards
  Sample measure(String line, Path variants) throws IOException {
    double cpu = ProcessUsage.cpuSeconds(process.pid());
    long start = System.nanoTime();
    ask(line);
    double wall = (System.nanoTime() - start) / 1e9;
    double used = ProcessUsage.cpuSeconds(process.pid()) - cpu;
    Sample sample = new Sample(used, 0, wall, Folders.bytes(variants));
    Folders.empty(variants);
    return sample;
  }

  long peakBytes() throws IOException {
    return ProcessUsage.peakBytes(process.pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
