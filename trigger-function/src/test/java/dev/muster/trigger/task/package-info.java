@NullMarked
package dev.muster.trigger.task;

import org.jspecify.annotations.NullMarked;
