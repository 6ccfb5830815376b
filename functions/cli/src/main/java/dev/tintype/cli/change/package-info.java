/// Moving many images to a changed recipe, and back.
@NullMarked
package dev.tintype.cli.change;

import org.jspecify.annotations.NullMarked;
