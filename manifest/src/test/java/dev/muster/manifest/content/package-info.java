/** Tests. */
@NullMarked
package dev.muster.manifest.content;

import org.jspecify.annotations.NullMarked;
