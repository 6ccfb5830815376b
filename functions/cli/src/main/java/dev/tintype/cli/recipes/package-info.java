/// What `tintype recipes` says about a recipe file.
@NullMarked
package dev.tintype.cli.recipes;

import org.jspecify.annotations.NullMarked;
