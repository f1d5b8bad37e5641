/** The mutation drill: damages copies of a proven backup, and counts what is noticed. */
@NullMarked
package dev.muster.restore.mutate;

import org.jspecify.annotations.NullMarked;
