/**
 * Fetch: from a stored copy, through its layers of encryption and compression, to the archive on
 * disk.
 */
@NullMarked
package dev.muster.restore.fetch;

import org.jspecify.annotations.NullMarked;
