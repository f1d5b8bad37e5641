/** Verify: checks what came back, one scan per table for all that one scan can tell. */
@NullMarked
package dev.muster.restore.verify;

import org.jspecify.annotations.NullMarked;
