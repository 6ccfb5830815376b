package dev.tintype.server.settings;

import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Provider;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.core.webhook.InvalidWebhook;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the environment says of the server, and of the commands that talk to one.
///
/// @param data the data folder, when `TINTYPE_STORAGE` is `file:DIR`; the option `--data` wins
/// @param addresses `TINTYPE_STORAGE`, `TINTYPE_JOBS`, `TINTYPE_QUEUE` and `TINTYPE_STORAGE_NEXT`:
///   where storage, jobs, queue and the other storage of a move are, each by the scheme of an
///   adapter that is there
/// @param publicUrl `TINTYPE_PUBLIC_URL`: where clients reach the server
/// @param filesUrl `TINTYPE_FILES_URL`: where viewers find what the server has under `/files`
/// @param workers `TINTYPE_WORKERS`: how many worker processes
/// @param encoders `TINTYPE_ENCODERS`: how many files each worker encodes at once
/// @param webhook `TINTYPE_WEBHOOK_…`, see [WebhookSettings]
/// @param url `TINTYPE_URL`: the server that commands talk to
/// @param token `TINTYPE_TOKEN`: the token they send
public record PlatformSettings(
    Optional<Path> data,
    Addresses addresses,
    Optional<URI> publicUrl,
    Optional<URI> filesUrl,
    Optional<Integer> workers,
    Optional<Integer> encoders,
    Optional<Webhook> webhook,
    Optional<URI> url,
    Optional<String> token) {

  /// The setting of the storage's address.
  public static final String STORAGE = "TINTYPE_STORAGE";

  /// The setting of the address of the storage that files are moved to or come from.
  public static final String NEXT_STORAGE = "TINTYPE_STORAGE_NEXT";

  /// The setting of the job store's address.
  public static final String JOBS = "TINTYPE_JOBS";

  /// The setting of the queue's address.
  public static final String QUEUE = "TINTYPE_QUEUE";

  private static final String FILES = "file:";

  /// @param environment names to values
  /// @throws Settings.InvalidSetting when a value is not one of those allowed
  static PlatformSettings of(Map<String, String> environment) {
    return new PlatformSettings(
        data(environment),
        addresses(environment),
        url(environment, "TINTYPE_PUBLIC_URL"),
        url(environment, "TINTYPE_FILES_URL"),
        count(environment, "TINTYPE_WORKERS"),
        count(environment, "TINTYPE_ENCODERS"),
        webhook(environment),
        url(environment, "TINTYPE_URL"),
        text(environment, "TINTYPE_TOKEN"));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static Optional<Path> data(Map<String, String> environment) {
    return text(environment, STORAGE)
        .filter(value -> value.startsWith(FILES))
        .map(value -> {
          String folder = value.substring(FILES.length());
          if (folder.isEmpty()) {
            throw new Settings.InvalidSetting(STORAGE + " is file:DIR, not '" + value + "'.");
          }
          return Path.of(folder);
        });
  }

  /// Files of a folder are in the data folder, since that is the one they name.
  private static Addresses addresses(Map<String, String> environment) {
    Addresses usual = Addresses.DATA_FOLDER;
    String storage = address(environment, STORAGE, StorageProvider.class, usual.storage());
    return new Addresses(
        storage.startsWith(FILES) ? usual.storage() : storage,
        address(environment, JOBS, JobsProvider.class, usual.jobs()),
        address(environment, QUEUE, QueueProvider.class, usual.queue()),
        text(environment, NEXT_STORAGE)
            .map(_ -> address(environment, NEXT_STORAGE, StorageProvider.class, "")));
  }

  private static <P extends Provider> String address(
      Map<String, String> environment, String name, Class<P> kind, String usual) {
    String address = text(environment, name).orElse(usual);
    try {
      if (!address.equals(usual)) {
        Providers.of(kind, address).check(address);
      }
      return address;
    } catch (InvalidAddress e) {
      throw new Settings.InvalidSetting(e.of(name).getMessage() + ".", e);
    }
  }

  private static Optional<URI> url(Map<String, String> environment, String name) {
    return text(environment, name).map(value -> webUrl(name, value));
  }

  /// Answers an absolute `http` or `https` URL.
  ///
  /// @param name what it is called in the message
  /// @throws Settings.InvalidSetting when the text is none
  public static URI webUrl(String name, String text) {
    try {
      URI url = URI.create(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawQuery() == null) {
        return url;
      }
      throw new Settings.InvalidSetting(name + " is an http or https URL, not '" + text + "'.");
    } catch (IllegalArgumentException e) {
      throw new Settings.InvalidSetting(name + " is an http or https URL, not '" + text + "'.", e);
    }
  }

  private static Optional<Integer> count(Map<String, String> environment, String name) {
    return text(environment, name)
        .map(value -> {
          if (!value.matches("[0-9]{1,3}")) {
            throw new Settings.InvalidSetting(name + " is a number, not '" + value + "'.");
          }
          return Integer.parseInt(value);
        });
  }

  private static Optional<Webhook> webhook(Map<String, String> environment) {
    try {
      return WebhookSettings.of(environment);
    } catch (InvalidWebhook e) {
      throw new Settings.InvalidSetting(String.valueOf(e.getMessage()), e);
    }
  }
}
