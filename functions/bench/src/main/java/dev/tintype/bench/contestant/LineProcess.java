package dev.tintype.bench.contestant;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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

  /// Asks, and counts what the answer cost.
  ///
  /// @param variants where the child puts its files; emptied afterwards
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
