/** Reads what asks for drills: an event of a schedule, or what a person typed. */
@NullMarked
package dev.muster.trigger.event;

import org.jspecify.annotations.NullMarked;
