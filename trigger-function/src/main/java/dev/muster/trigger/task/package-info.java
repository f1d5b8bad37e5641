/** Sizes and starts the tasks that drill. */
@NullMarked
package dev.muster.trigger.task;

import org.jspecify.annotations.NullMarked;
