/// A network that fails as it is told to, between the adapters and their services.
@NullMarked
package dev.tintype.aws.fault;

import org.jspecify.annotations.NullMarked;
