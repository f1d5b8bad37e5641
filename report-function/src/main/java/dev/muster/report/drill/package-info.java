/** One drill that is over: its result taken or made, recorded, told, and closed. */
@NullMarked
package dev.muster.report.drill;

import org.jspecify.annotations.NullMarked;
