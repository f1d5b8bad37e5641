@NullMarked
package dev.muster.stores.listing;

import org.jspecify.annotations.NullMarked;
