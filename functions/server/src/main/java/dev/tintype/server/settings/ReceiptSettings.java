package dev.tintype.server.settings;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the environment says of erasures and their receipts.
///
/// @param keyFile `TINTYPE_RECEIPT_KEY_FILE`: the private key that signs receipts, in PEM; without
///   it, the data folder has one
/// @param lookUrl `TINTYPE_LOOK_URL`: where the server itself finds the public files, if it does
///   not reach them where viewers do
public record ReceiptSettings(Optional<Path> keyFile, Optional<URI> lookUrl) {

  /// The defaults.
  public static final ReceiptSettings NONE =
      new ReceiptSettings(Optional.empty(), Optional.empty());

  static final String KEY_FILE = "TINTYPE_RECEIPT_KEY_FILE";
  static final String LOOK_URL = "TINTYPE_LOOK_URL";

  /// @param environment names to values
  /// @throws InvalidSetting when a value is not one of those allowed
  static ReceiptSettings of(Map<String, String> environment) {
    return new ReceiptSettings(
        text(environment, KEY_FILE).map(ReceiptSettings::path),
        text(environment, LOOK_URL).map(url -> PlatformSettings.webUrl(LOOK_URL, url)));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidSetting(KEY_FILE + " is no path: " + e.getMessage(), e);
    }
  }
}
