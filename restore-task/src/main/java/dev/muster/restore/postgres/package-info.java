/** Restore: the throwaway server, PostgreSQL's own tools, and what their errors mean. */
@NullMarked
package dev.muster.restore.postgres;

import org.jspecify.annotations.NullMarked;
