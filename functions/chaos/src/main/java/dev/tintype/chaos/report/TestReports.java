package dev.tintype.chaos.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The results of the last test run, from Surefire's reports.
///
/// @param runs every test that ran
public record TestReports(List<Ran> runs) {

  /// One test that ran; a parameterised test has several.
  ///
  /// @param name `Class.method`, without packages and parameters
  /// @param passed whether it passed
  /// @param seconds its duration
  public record Ran(String name, boolean passed, double seconds) {}

  /// Copies the list.
  public TestReports {
    runs = List.copyOf(runs);
  }

  /// Reads the reports of every module.
  ///
  /// @param functions the folder of the modules
  /// @throws IOException when a report cannot be read
  public static TestReports below(Path functions) throws IOException {
    List<Ran> runs = new ArrayList<>();
    try (Stream<Path> modules = Files.list(functions)) {
      for (Path module : modules.toList()) {
        Path reports = module.resolve("target/surefire-reports");
        if (Files.isDirectory(reports)) {
          addAll(reports, runs);
        }
      }
    }
    return new TestReports(runs);
  }

  private static void addAll(Path reports, List<Ran> runs) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(reports)) {
      files = all.filter(file -> file.toString().endsWith(".xml")).toList();
    }
    for (Path file : files) {
      try {
        NodeList cases =
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          runs.add(ran((Element) cases.item(i)));
        }
      } catch (ParserConfigurationException | SAXException e) {
        throw new IOException(file + " is no report", e);
      }
    }
  }

  private static Ran ran(Element test) {
    String type = test.getAttribute("classname");
    String method = test.getAttribute("name").replaceFirst("[^A-Za-z0-9_].*", "");
    boolean passed =
        Stream.of("failure", "error", "skipped")
            .allMatch(bad -> test.getElementsByTagName(bad).getLength() == 0);
    return new Ran(
        type.substring(type.lastIndexOf('.') + 1) + "." + method,
        passed,
        Double.parseDouble(test.getAttribute("time").replace(",", "")));
  }

  /// @return the runs of one test
  public List<Ran> of(String name) {
    return runs.stream().filter(ran -> ran.name().equals(name)).toList();
  }
}
