/** One drill, from the stored copy to the verdict. */
@NullMarked
package dev.muster.restore;

import org.jspecify.annotations.NullMarked;
