/// What the worker itself reads of an original, to check a renderer's answers.
@NullMarked
package dev.tintype.render.facts;

import org.jspecify.annotations.NullMarked;
