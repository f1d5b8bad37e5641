/** Numbers for CloudWatch: one document of its embedded metric format for each drill and plan. */
@NullMarked
package dev.muster.report.metrics;

import org.jspecify.annotations.NullMarked;
