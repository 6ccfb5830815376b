/// Sending signed notifications to a webhook.
@NullMarked
package dev.tintype.core.webhook;

import org.jspecify.annotations.NullMarked;
