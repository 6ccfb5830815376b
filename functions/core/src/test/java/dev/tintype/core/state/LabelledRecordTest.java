package dev.tintype.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Metadata in the record of an image, and what an older release does with it.
final class LabelledRecordTest {

  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Metadata ALBUM = Metadata.NONE.with(Map.of("album", Optional.of("42")));
  private static final ImageRecord PLAIN =
      ImageRecord.first(
          new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
          Optional.of("a.jpg"),
          new Version("0123456789abcdef"),
          AT);

  private static ImageRecord reread(ObjectNode json) {
    return RecordJson.image(Json.parse(Json.write(json)));
  }

  @Test
  void aRecordWithoutMetadataIsWrittenAsOlderReleasesWriteIt() {
    ObjectNode json = RecordJson.write(PLAIN.labelled(Optional.of("b.jpg"), Metadata.NONE));
    assertThat(json.get("v").intValue()).isEqualTo(1);
    assertThat(json.has("metadata")).isFalse();
    assertThat(reread(json).metadata()).isEqualTo(Metadata.NONE);
  }

  @Test
  void anOlderReleaseRefusesARecordWithMetadataSoItCannotDropIt() {
    ImageRecord labelled = PLAIN.labelled(PLAIN.name(), ALBUM);
    ImageRecord moved = labelled.withFocus(Sha256.of("x"), Optional.of(new Focus(1, 2)), List.of());
    for (ImageRecord image : List.of(labelled, moved)) {
      ObjectNode json = RecordJson.write(image);
      assertThat(json.get("v").intValue()).isEqualTo(4);
      assertThat(reread(json)).isEqualTo(image);
      json.remove("metadata");
      assertThatThrownBy(() -> reread(json))
          .isInstanceOf(MalformedJson.class)
          .hasMessageContaining("not 4: a newer release");
    }
  }

  @Test
  void everyWriteOfAnImageKeepsItsLabelsAndTheTombstoneHasNone() {
    ImageRecord labelled = PLAIN.labelled(Optional.of("b.jpg"), ALBUM);
    assertThat(labelled.epoch()).isEqualTo(2);
    assertThat(labelled.touched().metadata()).isEqualTo(ALBUM);
    assertThat(labelled.touched().name()).contains("b.jpg");
    assertThat(labelled.latest()).isEqualTo(PLAIN.latest());
    ImageRecord tombstone = labelled.entombed(new ImageRecord.Life.Erasing(AT), Optional.of(AT));
    assertThat(tombstone.metadata()).isEqualTo(Metadata.NONE);
    assertThat(Json.write(RecordJson.write(tombstone))).doesNotContain("42", "b.jpg", "album");
  }
}
