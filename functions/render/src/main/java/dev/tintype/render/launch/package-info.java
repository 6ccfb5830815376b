/// How each process of Tintype is started: JVM options, niceness, and the life of a renderer.
@NullMarked
package dev.tintype.render.launch;

import org.jspecify.annotations.NullMarked;
