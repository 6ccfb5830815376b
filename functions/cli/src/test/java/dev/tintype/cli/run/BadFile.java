package dev.tintype.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// The ways in which a file or its upload can be bad, and the expected answer to each.
enum BadFile {
  /// Nothing is declared.
  DECLARED_EMPTY("400 invalid-request"),
  /// Something is declared, nothing is sent.
  SENT_EMPTY("403 signed-header"),
  /// More is sent than was declared.
  TOO_LONG("403 signed-header"),
  /// More is declared than the limit allows.
  TOO_LARGE("413 too-large"),
  /// Other bytes of the same length are sent.
  OTHER_BYTES("400 digest"),
  /// Another type is sent than was declared.
  OTHER_TYPE_SENT("403 signed-header"),
  /// The connection ends in the middle.
  CUT_OFF("no answer"),
  /// The type is not supported.
  HEIC_DECLARED("415 unsupported-type"),
  /// A HEIC photo under another type.
  HEIC_AS_JPEG("failed unsupported_codec"),
  /// Not an image.
  TEXT_AS_JPEG("failed unsupported_format"),
  /// An SVG, which could run scripts.
  SVG_AS_PNG("failed unsupported_format"),
  /// The file ends in the middle.
  TRUNCATED("failed truncated"),
  /// The pixels of a PNG do not match their checksum.
  CORRUPT_PNG("failed corrupt"),
  /// The header declares more pixels than the limit.
  BOMB("failed too_many_pixels");

  private static final String JPEG = "image/jpeg";

  private final String expected;

  BadFile(String expected) {
    this.expected = expected;
  }

  String expected() {
    return expected;
  }

  /// The platform's answer.
  ///
  /// @param answer in the form of [#expected]
  /// @param id the image, if one was created
  /// @param stored whether an original is stored
  record Said(String answer, Optional<String> id, boolean stored) {}

  /// @param seed determines the content
  Said upload(Client client, long seed) throws IOException, InterruptedException {
    byte[] photo = Photos.jpeg(60 + (int) (seed % 20), 50, seed);
    return switch (this) {
      case DECLARED_EMPTY -> refusedAtStart(client, JPEG, 0);
      case TOO_LARGE -> refusedAtStart(client, JPEG, 100_000_001);
      case HEIC_DECLARED -> refusedAtStart(client, "image/heic", 10_000);
      case SENT_EMPTY -> refusedAtPut(client, photo, JPEG, new byte[0]);
      case TOO_LONG -> refusedAtPut(client, photo, JPEG, Arrays.copyOf(photo, photo.length + 1));
      case OTHER_BYTES -> refusedAtPut(client, photo, JPEG, changed(photo));
      case OTHER_TYPE_SENT -> refusedAtPut(client, photo, "image/png", photo);
      case CUT_OFF -> cutOff(client, photo);
      case HEIC_AS_JPEG -> ended(client, JPEG, heic(seed));
      case TEXT_AS_JPEG -> ended(client, JPEG, text("no image, number " + seed));
      case SVG_AS_PNG ->
          ended(
              client,
              "image/png",
              text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/>" + seed + "</svg>"));
      case TRUNCATED -> ended(client, JPEG, Arrays.copyOf(photo, photo.length / 2));
      case CORRUPT_PNG -> ended(client, "image/png", changed(Photos.png(40, 30, seed)));
      case BOMB -> ended(client, "image/png", bomb(seed));
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] changed(byte[] bytes) {
    byte[] other = bytes.clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  private static byte[] heic(long seed) {
    return ByteBuffer.allocate(2_000)
        .putInt(24)
        .put(text("ftypheic"))
        .putInt(0)
        .put(text("mif1heic"))
        .putLong(seed)
        .array();
  }

  /// A PNG whose header declares 400 megapixels.
  private static byte[] bomb(long seed) {
    byte[] png = Photos.png(30, 20, seed);
    ByteBuffer buffer = ByteBuffer.wrap(png).putInt(16, 20_000).putInt(20, 20_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    return buffer.putInt(29, (int) crc.getValue()).array();
  }

  private static Said refusedAtStart(Client client, String type, long bytes)
      throws IOException, InterruptedException {
    String body = Json.write(Client.wish(new byte[1], type).put("bytes", bytes));
    return refused(
        client.call("POST", "/images", body, "content-type", "application/json"), Optional.empty());
  }

  private static Said refusedAtPut(Client client, byte[] declared, String type, byte[] sent)
      throws IOException, InterruptedException {
    JsonNode started = client.start(declared, JPEG).json();
    Answer answer =
        client.send(
            HttpRequest.newBuilder(URI.create(started.path("upload").path("url").asText()))
                .headers("content-type", type, "if-none-match", "*")
                .PUT(BodyPublishers.ofByteArray(sent))
                .build());
    return refused(answer, Optional.of(started.path("id").asText()));
  }

  private static Said refused(Answer answer, Optional<String> id) {
    return new Said(answer.status() + " " + answer.problem(), id, false);
  }

  private static Said cutOff(Client client, byte[] photo) throws IOException, InterruptedException {
    JsonNode started = client.start(photo, JPEG).json();
    URI url = URI.create(started.path("upload").path("url").asText());
    try (RawHttp raw = new RawHttp(client.url())) {
      raw.say(
          "PUT %s?%s HTTP/1.1\r\nhost: x\r\ncontent-type: %s\r\nif-none-match: *\r\n"
              .formatted(url.getRawPath(), url.getRawQuery(), JPEG));
      raw.say("content-length: " + photo.length + "\r\n\r\n");
      raw.say(Arrays.copyOf(photo, photo.length / 2));
    }
    return new Said("no answer", Optional.of(started.path("id").asText()), false);
  }

  private static Said ended(Client client, String type, byte[] bytes)
      throws IOException, InterruptedException {
    String id = client.upload(bytes, type);
    JsonNode image = client.ended(id);
    return new Said(
        image.path("state").asText() + " " + image.path("reason").asText(), Optional.of(id), true);
  }
}
