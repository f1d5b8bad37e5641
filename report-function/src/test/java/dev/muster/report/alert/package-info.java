@NullMarked
package dev.muster.report.alert;

import org.jspecify.annotations.NullMarked;
