/** Selects the backup that a drill is about. */
@NullMarked
package dev.muster.trigger;

import org.jspecify.annotations.NullMarked;
