@NullMarked
package dev.muster.report.render;

import org.jspecify.annotations.NullMarked;
