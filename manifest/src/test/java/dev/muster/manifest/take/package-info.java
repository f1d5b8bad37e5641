/** Tests. */
@NullMarked
package dev.muster.manifest.take;

import org.jspecify.annotations.NullMarked;
