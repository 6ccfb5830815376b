package dev.tintype.cli.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/// A step of packaging: copies the licences and notices that libraries carry in their jars into a
/// folder, one folder for each jar. A jar without such a file must be named in the file `NOTICE`.
public final class LicenceFiles {

  private static final String OURS = "META-INF/maven/dev.tintype/";
  private static final Pattern LICENCE =
      Pattern.compile("(?i)(.*/)?[^/]*(licen[cs]e|notice|copying|\\.legal\\.)[^/]*");
  private static final Pattern VERSION = Pattern.compile("-\\d.*");

  private final Path folder;

  /// @param folder made when the first file is copied
  LicenceFiles(Path folder) {
    this.folder = folder;
  }

  /// @param arguments the folder to write into, the file `NOTICE`, and the jars
  /// @throws IOException when a file cannot be read or written
  public static void main(String[] arguments) throws IOException {
    LicenceFiles licences = new LicenceFiles(Path.of(arguments[0]));
    String notice = Files.readString(Path.of(arguments[1]));
    List<String> missing = new ArrayList<>();
    for (Path jar : Arrays.stream(arguments).skip(2).map(Path::of).toList()) {
      if (!licences.copy(jar) && !names(notice, jar)) {
        missing.add(String.valueOf(jar.getFileName()));
      }
    }
    if (!missing.isEmpty()) {
      System.err.println("NOTICE must name the licence of " + String.join(", ", missing) + ".");
      System.exit(1);
    }
  }

  /// Copies the licences and notices of a jar.
  ///
  /// @return false when a library of others carries none
  boolean copy(Path jar) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      boolean accounted = opened.getEntry(OURS) != null;
      for (JarEntry entry : opened.stream().filter(LicenceFiles::isLicence).toList()) {
        Path target = Files.createDirectories(folder.resolve(stem(jar))).resolve(name(entry));
        try (InputStream content = opened.getInputStream(entry)) {
          Files.write(target, content.readAllBytes());
        }
        accounted = true;
      }
      return accounted;
    }
  }

  /// @return whether the text has the name of the jar, without its version, as a word
  static boolean names(String notice, Path jar) {
    String library = VERSION.matcher(stem(jar)).replaceFirst("");
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(library) + "(?![\\w-])")
        .matcher(notice)
        .find();
  }

  private static boolean isLicence(JarEntry entry) {
    return LICENCE.matcher(entry.getName()).matches()
        && !entry.isDirectory()
        && !entry.getName().endsWith(".class");
  }

  private static String name(JarEntry entry) {
    return entry.getName().replaceFirst("^META-INF/", "").replace('/', '-');
  }

  private static String stem(Path jar) {
    return String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
  }
}
