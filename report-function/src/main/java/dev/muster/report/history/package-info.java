/** Shows the drills of the past: verdicts, and how fast backups restored over time. */
@NullMarked
package dev.muster.report.history;

import org.jspecify.annotations.NullMarked;
