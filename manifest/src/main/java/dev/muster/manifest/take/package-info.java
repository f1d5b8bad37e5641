/** Takes a manifest at the source, in the snapshot of the dump that runs beside it. */
@NullMarked
package dev.muster.manifest.take;

import org.jspecify.annotations.NullMarked;
