/// Renderers that misbehave on purpose: entry points that wrap
/// [dev.tintype.render.child.RendererMain] and change what passes between it and its worker.
@org.jspecify.annotations.NullMarked
package dev.tintype.render.child;
