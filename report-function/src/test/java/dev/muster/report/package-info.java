@NullMarked
package dev.muster.report;

import org.jspecify.annotations.NullMarked;
