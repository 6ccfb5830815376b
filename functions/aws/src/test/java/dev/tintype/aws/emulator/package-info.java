/// AWS stand-ins for the tests: LocalStack if available, else embedded servers.
@NullMarked
package dev.tintype.aws.emulator;

import org.jspecify.annotations.NullMarked;
