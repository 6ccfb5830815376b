/// The function behind the HTTP API.
@NullMarked
package dev.tintype.presign;

import org.jspecify.annotations.NullMarked;
