/** What the listings of a plan's stores tell of its backups, and making a listed one ready. */
@NullMarked
package dev.muster.stores.listing;

import org.jspecify.annotations.NullMarked;
