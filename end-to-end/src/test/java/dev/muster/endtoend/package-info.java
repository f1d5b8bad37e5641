/** The templates, and the packaged parts over an emulated AWS: from an event to an alert. */
@NullMarked
package dev.muster.endtoend;

import org.jspecify.annotations.NullMarked;
