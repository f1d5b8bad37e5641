/** Real servers for tests, each in a process of its own on this machine. */
@NullMarked
package dev.muster.servers;

import org.jspecify.annotations.NullMarked;
