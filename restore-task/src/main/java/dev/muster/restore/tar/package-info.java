/** The form of a tar, in which dumps are packed and which pg_dump itself can write. */
@NullMarked
package dev.muster.restore.tar;

import org.jspecify.annotations.NullMarked;
