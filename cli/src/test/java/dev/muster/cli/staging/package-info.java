/** Tests: drills into a server that a plan names and that others use, too. */
@NullMarked
package dev.muster.cli.staging;

import org.jspecify.annotations.NullMarked;
