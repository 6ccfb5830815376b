/// What every Lambda function needs of its host: settings, clients, log lines, metrics.
@NullMarked
package dev.tintype.aws.host;

import org.jspecify.annotations.NullMarked;
