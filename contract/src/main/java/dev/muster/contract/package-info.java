/**
 * The words that every part of Muster shares: what a drill is asked to do, what it found, and the
 * verdict. Knows no cloud, no database and no terminal.
 */
@NullMarked
package dev.muster.contract;

import org.jspecify.annotations.NullMarked;
