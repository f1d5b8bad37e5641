@NullMarked
package dev.muster.report.history;

import org.jspecify.annotations.NullMarked;
