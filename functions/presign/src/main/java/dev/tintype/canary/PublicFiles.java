package dev.tintype.canary;

import dev.tintype.canary.Repeats.Found;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The files of an image as viewers read them: the manifest, and one variant of each format.
///
/// @param web requests without a signature of ours
/// @param root the root of all variants and manifests
record PublicFiles(Web web, URI root) {

  /// Reads the manifest and the smallest variant of each format, and compares their digests.
  ///
  /// @param ready what the API says of the image
  /// @throws CanaryFailure when a file cannot be read, or is another one than it should be
  void compare(ImageId id, Version version, JsonObject ready, Repeats repeats)
      throws CanaryFailure, InterruptedException {
    Manifest manifest = manifest(id, version, repeats);
    for (Manifest.Variant variant : smallestOfEachFormat(manifest)) {
      String told = digest(ready, variant);
      if (!told.equals(variant.sha256().hex())) {
        throw new CanaryFailure(
            "The manifest and the API differ about " + variant.url() + ": the API says " + told);
      }
      Sha256 found = Sha256.of(fetch(variant.url(), repeats));
      if (!found.equals(variant.sha256())) {
        throw new CanaryFailure(
            "The public file %s has the digest %s; the manifest says %s"
                .formatted(variant.url(), found, variant.sha256()));
      }
    }
  }

  private Manifest manifest(ImageId id, Version version, Repeats repeats)
      throws CanaryFailure, InterruptedException {
    String key = Keys.manifest(id, version);
    Manifest manifest;
    try {
      manifest = ManifestJson.read(Json.parse(fetch(key, repeats)));
    } catch (MalformedJson e) {
      throw new CanaryFailure("The public manifest cannot be read: " + e.getMessage());
    }
    if (!manifest.imageId().equals(id) || !manifest.version().equals(version)) {
      throw new CanaryFailure("The public manifest is of another image: " + manifest.imageId());
    }
    return manifest;
  }

  private static List<Manifest.Variant> smallestOfEachFormat(Manifest manifest)
      throws CanaryFailure {
    List<Manifest.Variant> smallest =
        manifest.variants().stream()
            .collect(Collectors.groupingBy(Manifest.Variant::format))
            .values()
            .stream()
            .map(same ->
                same.stream().min(Comparator.comparingLong(Manifest.Variant::bytes)).orElseThrow())
            .toList();
    if (smallest.isEmpty()) {
      throw new CanaryFailure("The public manifest lists no variant.");
    }
    return smallest;
  }

  private static String digest(JsonObject ready, Manifest.Variant variant) throws CanaryFailure {
    try {
      for (JsonObject listed : ready.objects("variants")) {
        if (listed.text("url").endsWith("/" + variant.url())) {
          return listed.text("sha256");
        }
      }
      return "nothing";
    } catch (MalformedJson e) {
      throw new CanaryFailure("GET /images answered what cannot be read: " + e.getMessage());
    }
  }

  private byte[] fetch(String key, Repeats repeats) throws CanaryFailure, InterruptedException {
    URI url = URI.create(root + "/" + key);
    return repeats.until(
        "GET " + url,
        Canary.STEP,
        () -> {
          Web.Answer answer = web.get(url);
          return answer.status() == 200
              ? new Found.Done<>(answer.body())
              : new Found.NotYet<>("the answer was " + answer.status());
        });
  }
}
