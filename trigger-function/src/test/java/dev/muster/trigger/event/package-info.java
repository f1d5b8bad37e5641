@NullMarked
package dev.muster.trigger.event;

import org.jspecify.annotations.NullMarked;
