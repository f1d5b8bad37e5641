/** Reads LZ4, which whole backups are compressed with as well as the data inside of an archive. */
@NullMarked
package dev.muster.restore.lz4;

import org.jspecify.annotations.NullMarked;
