@NullMarked
package dev.muster.stores;

import org.jspecify.annotations.NullMarked;
