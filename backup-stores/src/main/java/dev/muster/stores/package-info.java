/** Lists and opens the copies of backups, wherever they lie. */
@NullMarked
package dev.muster.stores;

import org.jspecify.annotations.NullMarked;
