/** Tests. */
@NullMarked
package dev.muster.manifest;

import org.jspecify.annotations.NullMarked;
