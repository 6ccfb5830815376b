/// The jail of the renderer: what a hostile picture could do if it took the decoder over.
///
/// The parent's side is [dev.tintype.render.sandbox.parent.JailKeeper]: it confines one thread and
/// starts the renderer from it. The child's side is
/// [dev.tintype.render.sandbox.child.SelfConfinement]: it closes the kernel's doors once every
/// library is loaded. What holds is measured and told by
/// [dev.tintype.render.sandbox.SandboxReport].
@NullMarked
package dev.tintype.render.sandbox;

import org.jspecify.annotations.NullMarked;
