/**
 * Keeps the evidence of drills, in a directory or a bucket: result, report and a record of both,
 * each record chained to the one before it.
 */
@NullMarked
package dev.muster.records;

import org.jspecify.annotations.NullMarked;
