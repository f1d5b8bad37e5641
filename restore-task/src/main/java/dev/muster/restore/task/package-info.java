/**
 * The drill as a task of its own, as Fargate runs it: the way in, its log, and its result's way.
 */
@NullMarked
package dev.muster.restore.task;

import org.jspecify.annotations.NullMarked;
