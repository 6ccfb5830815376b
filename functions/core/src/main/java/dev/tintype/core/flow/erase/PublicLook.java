package dev.tintype.core.flow.erase;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Looks for files where viewers would, through the public URL. Safe for use by many threads.
public interface PublicLook {

  /// For platforms without viewers: whatever is asked for is gone.
  PublicLook NOBODY =
      new PublicLook() {
        @Override
        public String base() {
          return "";
        }

        @Override
        public Seen at(List<String> keys, BooleanSupplier goOn) {
          return new Seen.Gone(Map.of());
        }
      };

  /// What was seen.
  sealed interface Seen {
    /// There is nothing at any of the URLs.
    ///
    /// @param statuses how many URLs answered with each HTTP status
    record Gone(Map<Integer, Integer> statuses) implements Seen {
      /// Copies the map.
      public Gone {
        statuses = Map.copyOf(statuses);
      }
    }

    /// A URL still answers, so something is left.
    ///
    /// @param url the URL
    /// @param status its HTTP status
    record Answers(String url, int status) implements Seen {}

    /// It is unknown whether something is left.
    ///
    /// @param url the URL that did not tell
    /// @param why what was seen there
    record Unknown(String url, String why) implements Seen {}
  }

  /// @return the URL that the keys are asked at, such as `https://images.example`
  String base();

  /// Asks for every key, as a viewer would. Nothing is thrown: what fails is [Seen.Unknown].
  ///
  /// @param keys of public files, and of files that must not be public
  /// @param goOn called before requests, again and again; false ends the look, as [Seen.Unknown]
  Seen at(List<String> keys, BooleanSupplier goOn);
}
