package dev.tintype.canary;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.StoreUnavailable;
import java.net.URI;
import java.util.Map;

/// Sends the answer to CloudFormation. Without it, CloudFormation waits until the resource's
/// `ServiceTimeout`.
///
/// @param web makes the request; each try may take as long as one request of it
record ResponseUrl(Web web) {

  private static final int TRIES = 3;

  /// @param url the signed URL, which accepts no content type
  /// @throws StoreUnavailable when no try was accepted
  void send(URI url, byte[] answer) throws InterruptedException {
    String last = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        int status = web.put(url, Map.of(), answer).status();
        if (status / 100 == 2) {
          return;
        }
        last = "CloudFormation's URL answered " + status;
      } catch (StoreUnavailable e) {
        last = String.valueOf(e.getMessage());
      }
      FlowLog.event("canary.not_answered").detail(last).warning();
    }
    throw new StoreUnavailable(last);
  }
}
