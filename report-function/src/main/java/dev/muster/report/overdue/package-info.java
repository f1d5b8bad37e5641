/** The daily look for silence: plans that nobody proves, and drills that never reported. */
@NullMarked
package dev.muster.report.overdue;

import org.jspecify.annotations.NullMarked;
