package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;

/// Deals with messages that nobody here is given.
///
/// @param sender sends them again
/// @param brokerDeliveries how often a broker delivers a record of the lane. Then it drops the
///   record, so that we send the message again before
/// @param mostReceives a message that was received so often without an end becomes a dead letter
record Overdue(Sender sender, int brokerDeliveries, int mostReceives) {

  /// @return whether a message must not be handed over once more
  boolean isWornOut(Holding holding) {
    return holding.receiveCount() > mostReceives || holding.deliveries() >= brokerDeliveries;
  }

  /// Buries a message that was received too often, and gives any other a new record.
  ///
  /// @throws StoreUnavailable when it is unknown whether that is done; it is delivered again then
  void dealWith(LaneConsumer consumer, Holding holding) {
    if (holding.receiveCount() > mostReceives) {
      sender.bury(
          holding.lane(),
          unreceived(holding),
          "received " + mostReceives + " times without an end");
      consumer.accept();
    } else {
      passOn(consumer, holding);
    }
  }

  /// Gives a message to another worker at once. Giving back its record would count as a delivery.
  ///
  /// @throws StoreUnavailable when it is unknown whether that is done; it is delivered again then
  void passOn(LaneConsumer consumer, Holding holding) {
    sender.send(holding.lane(), unreceived(holding));
    consumer.accept();
  }

  /// This time nobody has received it.
  private static Envelope unreceived(Holding holding) {
    return holding.envelope().received(holding.receiveCount() - 1);
  }
}
