/// The renderer's jail: it limits what a hostile picture can do after it has taken over the
/// decoder.
///
/// The parent's part is [dev.tintype.render.sandbox.parent.JailKeeper]: it confines one thread and
/// starts the renderer from that thread. The child's part is
/// [dev.tintype.render.sandbox.child.SelfConfinement]: it restricts its system calls once every
/// library is loaded. [dev.tintype.render.sandbox.SandboxReport] says which parts are in force.
@NullMarked
package dev.tintype.render.sandbox;

import org.jspecify.annotations.NullMarked;
