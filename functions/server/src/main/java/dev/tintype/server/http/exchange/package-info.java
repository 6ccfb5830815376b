/// One request and its answer: the body with its limits, preconditions, and errors as problem
/// documents.
@NullMarked
package dev.tintype.server.http.exchange;

import org.jspecify.annotations.NullMarked;
