package dev.tintype.core.api;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The entity tags that the header `If-Match` or `If-None-Match` names (RFC 9110, sections 13.1.1
/// and 13.1.2): `*` for any, or a list. A tag may contain commas and asterisks. Text that is not a
/// tag is skipped.
///
/// @param header the value of the header
public record EntityTags(String header) {

  private static final String WEAK = "W/";
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

  /// Compares strongly: a weak tag matches none.
  ///
  /// @param tag quoted and strong
  /// @return whether the header names the tag
  public boolean match(String tag) {
    return isAny() || tags().anyMatch(tag::equals);
  }

  /// Compares weakly: a weak tag matches the strong tag of the same text.
  ///
  /// @param tag quoted and strong
  /// @return whether the header names the tag
  public boolean matchWeakly(String tag) {
    return isAny() || tags().anyMatch(t -> t.equals(tag) || t.equals(WEAK + tag));
  }

  private boolean isAny() {
    return header.strip().equals("*");
  }

  private Stream<String> tags() {
    return TAG.matcher(header).results().map(found -> found.group());
  }
}
