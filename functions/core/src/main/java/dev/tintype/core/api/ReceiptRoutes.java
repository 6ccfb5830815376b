package dev.tintype.core.api;

import dev.tintype.core.flow.read.FindReceipt;
import dev.tintype.core.flow.read.FindReceipt.Standing;
import dev.tintype.core.receipt.ReceiptKeys;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Routes of receipts, and of the keys that verify them.
final class ReceiptRoutes {

  private static final int RETRY_SECONDS = 60;

  private final FindReceipt findReceipt;
  private final Supplier<ReceiptKeys> keys;

  /// @param keys the keys of the installation; it may throw
  ///   [dev.tintype.core.port.StoreUnavailable]
  ReceiptRoutes(FindReceipt findReceipt, Supplier<ReceiptKeys> keys) {
    this.findReceipt = findReceipt;
    this.keys = keys;
  }

  ApiResponse receipt(ApiRequest request, List<String> parameters) {
    return switch (findReceipt.find(UploadRequests.imageId(parameters.getFirst()))) {
      case Standing.Unknown _ -> Problem.NOT_FOUND.answer();
      case Standing.Live _ -> Problem.NOT_ERASED.answer();
      case Standing.None _ -> Problem.NO_RECEIPT.answer();
      case Standing.Pending pending ->
          Problem.RECEIPT_PENDING
              .answer(waitsFor(pending))
              .with("retry-after", Integer.toString(RETRY_SECONDS));
      case Standing.Written(String json) ->
          new ApiResponse(
              200,
              Map.of("content-type", "application/json", "cache-control", "private, no-cache"),
              json);
    };
  }

  private static String waitsFor(Standing.Pending pending) {
    String next =
        switch (pending.stage()) {
          case FILES -> "The erasure waits for the deletion of the files";
          case COPIES -> "The erasure waits for the edge cache to forget the files";
          case LAST_LOOK ->
              "The erasure waits until no upload and no worker can write a file any more, and looks"
                  + " again then";
        };
    String looks =
        pending.looks() == 0
            ? ""
            : " In %d of its looks through the public URL, a file answered or nothing could be seen."
                .formatted(pending.looks());
    return next
        + pending.dueAt().map(at -> ", not before " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("")
        + "."
        + looks;
  }

  ApiResponse key(ApiRequest request, List<String> parameters) {
    return ApiResponse.json(200, keys.get().json()).with("cache-control", "private, no-cache");
  }
}
