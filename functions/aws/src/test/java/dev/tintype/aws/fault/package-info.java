/// A network with controlled faults between the adapters and their services.
@NullMarked
package dev.tintype.aws.fault;

import org.jspecify.annotations.NullMarked;
