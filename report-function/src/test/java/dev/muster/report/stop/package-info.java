@NullMarked
package dev.muster.report.stop;

import org.jspecify.annotations.NullMarked;
