/// One request and its answer: the body with its limits, preconditions, errors as problem
/// documents.
@NullMarked
package dev.tintype.server.http.exchange;

import org.jspecify.annotations.NullMarked;
