package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.CpuTime;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.Locale;
import java.util.Optional;

/// A version's state as JSON: its code and its fields.
final class VersionStateJson {

  private static final String RETIRED = "retired";
  private static final String CPU = "cpu";

  private VersionStateJson() {}

  static ObjectNode write(VersionState state) {
    ObjectNode json = Json.object().put("code", state.code());
    switch (state) {
      case AwaitingUpload awaiting ->
          json.put("permittedUntil", awaiting.permittedUntil().toString());
      case Queued queued -> json.put("notBefore", queued.notBefore().toString());
      case Processing processing ->
          json.put("owner", processing.owner())
              .put("until", processing.until().toString())
              .put("step", processing.step().code());
      case Ready ready -> {
        json.set("manifest", ManifestJson.write(ready.manifest()));
        ready.note().ifPresent(note -> json.put("note", note));
        ready.cpu().ifPresent(cpu -> json.set(CPU, cpu.json()));
      }
      case Failed failed ->
          json.put("reason", failed.reason().code()).put("detail", failed.detail());
      case Superseded superseded -> json.put("by", superseded.by().value());
      case Expired expired -> {
        if (expired.wasRetired()) {
          json.put(RETIRED, true);
        }
      }
      case Retired _ -> {}
    }
    return json;
  }

  static VersionState read(JsonObject json) {
    String code = json.text("code");
    return switch (code) {
      case "awaiting_upload" -> new AwaitingUpload(json.instant("permittedUntil"));
      case "queued" -> new Queued(json.instant("notBefore"));
      case "processing" ->
          new Processing(json.text("owner"), json.instant("until"), step(json.text("step")));
      case "ready" ->
          new Ready(
              ManifestJson.read(json.object("manifest")), json.optionalText("note"), cpu(json));
      case "failed" -> new Failed(Rejection.byCode(json.text("reason")), json.text("detail"));
      case "superseded" -> new Superseded(new Version(json.text("by")));
      case "expired" -> new Expired(json.has(RETIRED) && json.bool(RETIRED));
      case "retired" -> new Retired();
      default -> throw new MalformedJson("unknown state " + code);
    };
  }

  private static Optional<CpuTime> cpu(JsonObject json) {
    return json.has(CPU) ? Optional.of(CpuTime.read(json.object(CPU))) : Optional.empty();
  }

  private static Step step(String code) {
    return Step.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
