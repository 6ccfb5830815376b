/// Facts that the worker itself reads from an original, to verify a renderer's reports.
@NullMarked
package dev.tintype.render.facts;

import org.jspecify.annotations.NullMarked;
