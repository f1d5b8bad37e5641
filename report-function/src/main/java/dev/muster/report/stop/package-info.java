/** What ECS tells of a task that stopped, and what of it names the reason why it left no result. */
@NullMarked
package dev.muster.report.stop;

import org.jspecify.annotations.NullMarked;
