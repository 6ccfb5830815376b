/// Opens the adapters that settings name by the scheme of a URL, such as `file:` or `sqlite:`. Each
/// adapter's module registers a provider; hosts know the ports alone.
@NullMarked
package dev.tintype.core.provider;

import org.jspecify.annotations.NullMarked;
