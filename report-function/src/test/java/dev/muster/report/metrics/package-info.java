@NullMarked
package dev.muster.report.metrics;

import org.jspecify.annotations.NullMarked;
