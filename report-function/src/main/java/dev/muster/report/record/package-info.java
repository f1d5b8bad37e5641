/**
 * Keeps the evidence of drills: result, report and a record of both, each record chained to the one
 * before it.
 */
@NullMarked
package dev.muster.report.record;

import org.jspecify.annotations.NullMarked;
