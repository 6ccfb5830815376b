/// Parts shared by all Lambda functions: settings, clients, log lines, metrics.
@NullMarked
package dev.tintype.aws.host;

import org.jspecify.annotations.NullMarked;
