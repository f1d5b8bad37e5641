@NullMarked
package dev.muster.trigger;

import org.jspecify.annotations.NullMarked;
