/** What people get: one message for each drill, in the form that each way of delivery wants. */
@NullMarked
package dev.muster.report.alert;

import org.jspecify.annotations.NullMarked;
