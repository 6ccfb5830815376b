package dev.tintype.cli.images;

import dev.tintype.core.ImageId;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// The ids of images, as a user gives them.
public final class GivenIds {

  /// Stands for ids on standard input.
  private static final String STANDARD_INPUT = "-";

  private GivenIds() {}

  /// @return the id
  /// @throws InvalidSetting when it has not the form of one
  public static String one(String text) {
    if (!ImageId.isUlid(text)) {
      throw new InvalidSetting("An image ID has 26 letters and digits, not '" + text + "'.");
    }
    return text;
  }

  /// @param given ids, and `-` for those of the lines of standard input
  /// @return each once, in order
  /// @throws InvalidSetting when one has not the form of an id
  public static Collection<String> all(List<String> given, BufferedReader input)
      throws IOException {
    Collection<String> ids = new LinkedHashSet<>();
    for (String text : given) {
      if (text.equals(STANDARD_INPUT)) {
        addLines(ids, input);
      } else {
        ids.add(one(text));
      }
    }
    return ids;
  }

  /// The first word of a line counts, so that lines of `tintype images list` can be given.
  private static void addLines(Collection<String> ids, BufferedReader input) throws IOException {
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (!line.isBlank()) {
        ids.add(one(line.strip().split("\\s", 2)[0]));
      }
    }
  }
}
