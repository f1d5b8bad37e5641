/** Keeps the records of drills and makes the report that people read. */
@NullMarked
package dev.muster.report;

import org.jspecify.annotations.NullMarked;
