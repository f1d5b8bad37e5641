/** How programs that work on a backup are started: with what user, environment and reach. */
@NullMarked
package dev.muster.restore.postgres.sandbox;

import org.jspecify.annotations.NullMarked;
