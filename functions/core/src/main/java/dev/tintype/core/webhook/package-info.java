/// Outcomes told to a receiver over HTTP, signed.
@NullMarked
package dev.tintype.core.webhook;

import org.jspecify.annotations.NullMarked;
