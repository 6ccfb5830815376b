/// Stand-ins for AWS that the tests run on: LocalStack where it is, else embedded servers.
@NullMarked
package dev.tintype.aws.emulator;

import org.jspecify.annotations.NullMarked;
