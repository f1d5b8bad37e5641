@NullMarked
package dev.muster.restore.mutate;

import org.jspecify.annotations.NullMarked;
