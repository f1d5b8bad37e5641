@NullMarked
package dev.muster.report.overdue;

import org.jspecify.annotations.NullMarked;
