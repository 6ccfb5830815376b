package dev.tintype.process;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.port.StoreUnavailable;

/// Calls the function that renders, and waits for its answer.
@FunctionalInterface
public interface RenderFunction {

  /// @param order as JSON
  /// @throws StoreUnavailable when the function did not run, or when it is unknown whether it did
  Invoked invoke(byte[] order);

  /// Asks for the function's description. It waits no longer than a start takes.
  ///
  /// @param order as JSON, a [dev.tintype.render.remote.DescribeOrder]
  /// @throws StoreUnavailable when the function did not run, or when it is unknown whether it did
  default Invoked describe(byte[] order) {
    return invoke(order);
  }
}
