package dev.tintype.core.flow.relocate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// How far a move of files is. Every host acts by it, and tells that it does.
///
/// @param number raised by every change, from 1; hosts acknowledge it
/// @param phase what hosts do
/// @param from the name of the storage that is left
/// @param to the name of the storage that is filled
/// @param since when the phase began, by the clock of the host that moves
/// @param settledAt when every host had acknowledged the phase; absent until then
public record FilesMove(
    long number, Phase phase, String from, String to, Instant since, Optional<Instant> settledAt) {

  /// What hosts do.
  public enum Phase {
    /// They delete in both storages, and use only the one that is left: the other one may have
    /// files that were deleted since an earlier move.
    CLEARING,
    /// They read and delete in both storages, and write to the one that is left.
    ANNOUNCED,
    /// They read and delete in both storages, and write to the one that is filled.
    COPYING,
    /// They use only the storage that was filled.
    FINISHED,
    /// They use the storage of their setting. Only the number of the last move matters.
    NONE;

    /// @return the name in reports, such as `copying`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int FORM = 1;

  /// @return the first move of an installation
  public static FilesMove first(String from, String to, Instant now) {
    return new FilesMove(1, Phase.ANNOUNCED, from, to, now, Optional.empty());
  }

  /// @return the move after a change
  public FilesMove next(Phase phase, Instant now) {
    return next(phase, from, to, now);
  }

  /// @return the move after a change that may turn it round
  public FilesMove next(Phase phase, String from, String to, Instant now) {
    return new FilesMove(number + 1, phase, from, to, now, Optional.empty());
  }

  /// @return the same move, acknowledged by every host
  public FilesMove settled(Instant now) {
    return new FilesMove(number, phase, from, to, since, Optional.of(now));
  }

  /// @return whether both storages are in use
  public boolean isUnderWay() {
    return phase != Phase.FINISHED && phase != Phase.NONE;
  }

  /// @return whether it says where the files are
  public boolean isFinished() {
    return phase == Phase.FINISHED;
  }

  /// @return whether it leads from one storage to the other
  public boolean leads(String from, String to) {
    return this.from.equals(from) && this.to.equals(to);
  }

  /// @return as it is kept
  public String text() {
    ObjectNode object =
        Json.object()
            .put("v", FORM)
            .put("number", number)
            .put("phase", phase.code())
            .put("from", from)
            .put("to", to)
            .put("since", since.toString());
    settledAt.ifPresent(at -> object.put("settledAt", at.toString()));
    return Json.write(object);
  }

  /// @throws MalformedJson when a newer release wrote it, or it is no such text
  static FilesMove parse(String text) {
    JsonObject object = Json.parse(text);
    object.integer("v", FORM, FORM);
    return new FilesMove(
        object.integer("number", 1, Long.MAX_VALUE),
        phase(object.text("phase")),
        object.text("from"),
        object.text("to"),
        object.instant("since"),
        object.optionalInstant("settledAt"));
  }

  private static Phase phase(String code) {
    for (Phase phase : Phase.values()) {
      if (phase.code().equals(code)) {
        return phase;
      }
    }
    throw new MalformedJson("unknown phase '" + code + "'");
  }
}
