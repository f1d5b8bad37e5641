/** What a person sees while a drill runs: the screen, and progress on it. */
@NullMarked
package dev.muster.cli.terminal;

import org.jspecify.annotations.NullMarked;
