/// The HTTP API on plain records. A host translates its own requests and responses to these.
@NullMarked
package dev.tintype.core.api;

import org.jspecify.annotations.NullMarked;
