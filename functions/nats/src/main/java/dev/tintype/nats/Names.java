package dev.tintype.nats;

import dev.tintype.core.state.Lane;

/// What the streams, consumers and subjects of one queue are called.
///
/// @param stream the stream of the messages that wait or are delayed
record Names(String stream) {

  /// @return the stream of the dead letters
  String dead() {
    return stream + "-dead";
  }

  /// @return the subject of the messages of a lane
  String subject(Lane lane) {
    return stream + "." + lane.code();
  }

  /// @return the subject of all delayed messages of a lane
  String laterOf(Lane lane) {
    return stream + ".later." + lane.code() + ".*";
  }

  /// One subject keeps one schedule, so each delayed message has a subject of its own.
  ///
  /// @param id of no other message
  /// @return the subject of a delayed message
  String later(Lane lane, String id) {
    return stream + ".later." + lane.code() + "." + id;
  }

  /// @return the subject of all delayed messages
  String allLater() {
    return stream + ".later.>";
  }

  /// @return the subject of the dead letters
  String deadSubject() {
    return stream + ".dead";
  }

  /// @return the consumer of a lane, which hands its messages to the receivers
  String consumer(Lane lane) {
    return lane.code();
  }
}
