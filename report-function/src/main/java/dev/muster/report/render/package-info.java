/** Turns a result into what people read: the HTML report, the text summary, numbers and words. */
@NullMarked
package dev.muster.report.render;

import org.jspecify.annotations.NullMarked;
