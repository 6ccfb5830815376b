package dev.tintype.postgres;

import dev.tintype.core.state.Lane;
import dev.tintype.sql.MessageColumns;
import java.util.Set;
import java.util.stream.Collectors;

/// The statements of the queue. Each is one transaction, and all instants are by the server's
/// clock. Rows that another transaction has locked are passed over, never waited for, except where
/// a statement names one row.
final class Statements {

  private static final String NOW = "statement_timestamp()";

  private static final String LATER = NOW + " + ? * interval '1 microsecond'";

  private static final String OURS = " WHERE id = ? AND receive_count = ? AND held";

  /// A message whose receiver let its time pass.
  private static final String LAPSED = "%1$sheld AND %1$slease_until <= " + NOW;

  private static final String DUE = "NOT %1$sheld AND %1$sdue_at <= " + NOW;

  /// Adds a message, unless one about the same version waits: that one is then due no later than
  /// this one would be, and in the fresh lane if one of the two is.
  private static final String UNLESS_ONE_WAITS =
      " ON CONFLICT (about) WHERE NOT held DO UPDATE SET"
          + " due_at = least(messages.due_at, excluded.due_at),"
          + " lane = least(messages.lane, excluded.lane)";

  static final String SEND =
      "INSERT INTO messages (body, about, lane, sent_at, due_at) VALUES (?, ?, ?, "
          + NOW
          + ", "
          + LATER
          + ")"
          + UNLESS_ONE_WAITS;

  static final String EXTEND = "UPDATE messages SET lease_until = " + LATER + OURS;

  static final String ACKNOWLEDGE = "DELETE FROM messages" + OURS;

  /// Gives a delivery back; where another message waits for the version, into that one, which is in
  /// the fresh lane then if one of the two is. The parameters: id, count, twice the delay.
  static final String GIVE_BACK =
      """
      WITH mine AS (
        SELECT id, about, lane, receive_count FROM messages WHERE id = ? AND receive_count = ? AND held
        FOR UPDATE),
      merged AS (
        UPDATE messages AS waiting SET
          due_at = least(waiting.due_at, %1$s),
          receive_count = greatest(waiting.receive_count, mine.receive_count),
          lane = least(waiting.lane, mine.lane)
        FROM mine WHERE waiting.about = mine.about AND NOT waiting.held
        RETURNING waiting.id),
      gone AS (
        DELETE FROM messages USING mine
        WHERE messages.id = mine.id AND EXISTS (SELECT FROM merged))
      UPDATE messages SET due_at = %1$s, held = false
      FROM mine WHERE messages.id = mine.id AND NOT EXISTS (SELECT FROM merged)\
      """
          .formatted(LATER);

  /// Moves a delivery to the dead letters. The parameters: id, count, why.
  static final String BURY =
      "WITH gone AS (DELETE FROM messages"
          + OURS
          + " RETURNING body, about, lane, receive_count, sent_at)"
          + " INSERT INTO dead_letters (why, died_at, body, about, lane, receive_count, sent_at)"
          + " SELECT ?, "
          + NOW
          + ", gone.* FROM gone";

  static final String DEAD_LETTERS =
      "SELECT id, body, why, receive_count, lane, "
          + Micros.SINCE_1970.formatted("sent_at")
          + ", "
          + Micros.SINCE_1970.formatted("died_at")
          + " FROM dead_letters ORDER BY id LIMIT ?";

  static final String REDRIVE =
      "WITH letter AS (DELETE FROM dead_letters WHERE id = ? RETURNING body, about, lane, sent_at)"
          + " INSERT INTO messages (due_at, body, about, lane, sent_at) SELECT "
          + NOW
          + ", letter.* FROM letter"
          + UNLESS_ONE_WAITS;

  static final String DISCARD = "DELETE FROM dead_letters WHERE id = ?";

  /// Whether there is anything to receive.
  static final String IS_ANY =
      "SELECT EXISTS (SELECT FROM messages WHERE "
          + LAPSED.formatted("")
          + ") OR EXISTS (SELECT FROM messages WHERE lane = 0 AND "
          + DUE.formatted("")
          + ") OR EXISTS (SELECT FROM messages WHERE lane = 1 AND "
          + DUE.formatted("")
          + ")";

  /// Counts visible and hidden messages, those of the bulk lane, and dead letters.
  static final String DEPTH =
      """
      SELECT
        count(*) FILTER (WHERE visible), count(*) FILTER (WHERE NOT visible),
        (SELECT count(*) FROM dead_letters),
        count(*) FILTER (WHERE visible AND lane = 1),
        count(*) FILTER (WHERE NOT visible AND lane = 1)
      FROM (
        SELECT lane, CASE WHEN held THEN lease_until ELSE due_at END <= statement_timestamp() AS visible
        FROM messages) AS message\
      """;

  private static final String TAKE_FRESH = take(Set.of(Lane.FRESH));
  private static final String TAKE_ANY = take(Set.of(Lane.values()));

  private Statements() {}

  /// Takes the message that became visible first, a bulk message only when no fresh one is visible.
  /// The parameter: the visibility timeout.
  static String take(boolean isAnyLane) {
    return isAnyLane ? TAKE_ANY : TAKE_FRESH;
  }

  /// The other visible messages about the version are removed: who receives this one sees what they
  /// tell of. Of their counts the highest stays, which tells a message that kills its workers.
  private static String take(Set<Lane> lanes) {
    String candidates =
        lanes.stream()
            .map(MessageColumns::number)
            .sorted()
            .map(lane -> first(lane, LAPSED, "lease_until") + ",\n" + first(lane, DUE, "due_at"))
            .collect(Collectors.joining(",\n"));
    return """
    WITH one AS MATERIALIZED (SELECT coalesce(
    %s) AS id),
    others AS (
      DELETE FROM messages WHERE id = ANY (ARRAY(%s) || ARRAY(%s)) RETURNING receive_count)
    UPDATE messages SET held = true, lease_until = %s,
      receive_count = greatest(receive_count, (SELECT max(receive_count) FROM others)) + 1
    WHERE id = (SELECT id FROM one)
    RETURNING id, receive_count, body, lane\
    """
        .formatted(candidates, other(LAPSED), other(DUE), LATER);
  }

  private static String first(int lane, String visible, String order) {
    return "(SELECT id FROM messages WHERE lane = "
        + lane
        + " AND "
        + visible.formatted("")
        + " ORDER BY "
        + order
        + ", id LIMIT 1 FOR UPDATE SKIP LOCKED)";
  }

  private static String other(String visible) {
    return "SELECT other.id FROM one JOIN messages AS taken ON taken.id = one.id"
        + " JOIN messages AS other ON other.about = taken.about AND other.id <> taken.id WHERE "
        + visible.formatted("other.")
        + " FOR UPDATE OF other SKIP LOCKED";
  }
}
