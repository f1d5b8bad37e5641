@NullMarked
package dev.muster.report.record;

import org.jspecify.annotations.NullMarked;
