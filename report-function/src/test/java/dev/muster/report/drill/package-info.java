@NullMarked
package dev.muster.report.drill;

import org.jspecify.annotations.NullMarked;
