/** The secrets that a drill was given, and what each of them can be used for. */
@NullMarked
package dev.muster.restore.fetch.key;

import org.jspecify.annotations.NullMarked;
