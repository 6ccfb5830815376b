/// What moving images to another recipe needs: which variants are copied or encoded, and how many
/// bytes they have.
@NullMarked
package dev.tintype.cli.plan;

import org.jspecify.annotations.NullMarked;
