package dev.tintype.render.child;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All that a process without a jail can read of its environment: the files of the only writable
/// folder, and the variables, open files and memory of every other process that the kernel lets it
/// read.
///
/// @param folder the writable folder. Its file `needles` lists texts to search for, one a line; the
///   loot is written to its folder `loot`
record Loot(Path folder) {

  private static final int CHUNK = 1 << 20;
  private static final int LONGEST_URL = 4096;
  private static final String SIGNATURE = "X-Amz-Signature=";

  /// Writes one file of JSON with what is there at this moment.
  void write() throws IOException {
    ObjectNode loot = Json.object().put("pid", ProcessHandle.current().pid());
    files(loot.putArray("files"));
    ArrayNode processes = loot.putArray("processes");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (!process.endsWith(Long.toString(ProcessHandle.current().pid()))) {
          process(process, processes);
        }
      }
    }
    Path name = folder.resolve("loot").resolve(System.nanoTime() + ".json");
    Files.createDirectories(name.getParent());
    Files.write(name, Json.bytes(loot));
  }

  private void files(ArrayNode files) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(folder.resolve("loot")) && !file.endsWith("needles")) {
          files
              .addObject()
              .put("path", file.toString())
              .put("sha256", Sha256.of(Files.readAllBytes(file)).hex());
        }
      }
    }
  }

  private void process(Path process, ArrayNode processes) {
    List<String> environment;
    try {
      environment = List.of(Files.readString(process.resolve("environ")).split("\0"));
    } catch (IOException e) {
      return;
    }
    ObjectNode found = processes.addObject().put("pid", process.getFileName().toString());
    ArrayNode variables = found.putArray("environment");
    environment.forEach(variables::add);
    descriptors(process, found.putArray("descriptors"));
    memory(process, found);
  }

  private static void descriptors(Path process, ArrayNode targets) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path link : links) {
        targets.add(Files.readSymbolicLink(link).toString());
      }
    } catch (IOException e) {
      targets.add("refused: " + e);
    }
  }

  private void memory(Path process, ObjectNode found) {
    Set<String> urls = new TreeSet<>();
    Set<String> texts = new TreeSet<>();
    try (RandomAccessFile memory = new RandomAccessFile(process.resolve("mem").toString(), "r");
        Stream<String> maps = Files.lines(process.resolve("maps"))) {
      List<String> needles = Files.readAllLines(folder.resolve("needles"));
      for (String map : maps.filter(line -> line.contains(" rw-p ")).toList()) {
        search(memory, map.split(" ", 2)[0].split("-"), needles, texts, urls);
      }
      found.put("memory", "read");
    } catch (IOException | UncheckedIOException e) {
      found.put("memory", "refused: " + e);
    }
    ArrayNode foundTexts = found.putArray("texts");
    texts.forEach(foundTexts::add);
    ArrayNode foundUrls = found.putArray("urls");
    urls.forEach(foundUrls::add);
  }

  /// Chunks overlap, so that nothing is cut apart.
  private static void search(
      RandomAccessFile memory,
      String[] range,
      List<String> needles,
      Set<String> texts,
      Set<String> urls) {
    long end = Long.parseUnsignedLong(range[1], 16);
    byte[] chunk = new byte[CHUNK + 2 * LONGEST_URL];
    for (long at = Long.parseUnsignedLong(range[0], 16); at < end; at += CHUNK) {
      int length = (int) Math.min(chunk.length, end - at);
      try {
        memory.seek(at);
        memory.readFully(chunk, 0, length);
      } catch (IOException e) {
        continue;
      }
      String text = new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
      needles.stream().filter(text::contains).forEach(texts::add);
      for (int i = text.indexOf(SIGNATURE); i >= 0; i = text.indexOf(SIGNATURE, i + 1)) {
        urls.add(around(text, i));
      }
    }
  }

  private static String around(String text, int at) {
    int begin = at;
    int end = at;
    while (begin > 0 && isPrintable(text.charAt(begin - 1)) && at - begin < LONGEST_URL) {
      begin--;
    }
    while (end < text.length() && isPrintable(text.charAt(end)) && end - at < LONGEST_URL) {
      end++;
    }
    return text.substring(begin, end);
  }

  private static boolean isPrintable(char c) {
    return c > ' ' && c < 127 && c != '"';
  }
}
