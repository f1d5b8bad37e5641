/** The command line: the three parts in one process. */
@NullMarked
package dev.muster.cli;

import org.jspecify.annotations.NullMarked;
