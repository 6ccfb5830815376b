/// The rules of bearer tokens, whatever store keeps them.
@NullMarked
package dev.tintype.core.token;

import org.jspecify.annotations.NullMarked;
