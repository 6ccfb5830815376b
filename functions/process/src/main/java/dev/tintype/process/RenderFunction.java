package dev.tintype.process;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.port.StoreUnavailable;

/// Calls the function that renders, and waits for its answer.
@FunctionalInterface
public interface RenderFunction {

  /// @param order as JSON
  /// @throws StoreUnavailable when the function was not run, or nobody knows what came of it
  Invoked invoke(byte[] order);
}
