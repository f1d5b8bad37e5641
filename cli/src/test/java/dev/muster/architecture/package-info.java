/** The rules of the code's shape. */
@NullMarked
package dev.muster.architecture;

import org.jspecify.annotations.NullMarked;
