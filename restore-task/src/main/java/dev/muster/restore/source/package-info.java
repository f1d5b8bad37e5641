/** Where a live source is, said in libpq's own ways. */
@NullMarked
package dev.muster.restore.source;

import org.jspecify.annotations.NullMarked;
