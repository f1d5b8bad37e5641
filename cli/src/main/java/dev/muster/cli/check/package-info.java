/** Holds plans against the real stores, keys and programs, before drills depend on them. */
@NullMarked
package dev.muster.cli.check;

import org.jspecify.annotations.NullMarked;
