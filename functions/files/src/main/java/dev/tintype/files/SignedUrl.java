package dev.tintype.files;

import dev.tintype.core.ImageJob.Original;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The form of signed URLs: folders, names of parameters, and what of a permission is signed.
final class SignedUrl {

  static final String UPLOAD_FOLDER = "/upload/";
  static final String DOWNLOAD_FOLDER = "/download/";
  static final String BYTES = "bytes";
  static final String TYPE = "type";
  static final String SHA256 = "sha256";
  static final String NAME = "name";
  static final String EXPIRES = "expires";
  static final String SIGNATURE = "signature";

  private SignedUrl() {}

  static List<String> uploadParts(String method, String key, Original original, String expires) {
    return List.of(
        "tintype upload 1",
        method,
        key,
        Long.toString(original.bytes()),
        original.mediaType(),
        original.sha256().hex(),
        expires);
  }

  static List<String> downloadParts(String method, String key, String fileName, String expires) {
    return List.of("tintype download 1", method, key, fileName, expires);
  }

  static URI of(URI publicUrl, String folder, String key, Map<String, String> parameters) {
    String base = publicUrl.toString();
    String path =
        Arrays.stream(key.split("/", -1)).map(SignedUrl::encode).collect(Collectors.joining("/"));
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + folder
            + path
            + "?"
            + query);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
