/** Tests of the demo. */
@NullMarked
package dev.muster.cli.demo;

import org.jspecify.annotations.NullMarked;
