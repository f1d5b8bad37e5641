/** Tests of the drill as a task. */
@NullMarked
package dev.muster.restore.task;

import org.jspecify.annotations.NullMarked;
