/** Prepares a database for an archive and runs PostgreSQL's own tools over it, watched. */
@NullMarked
package dev.muster.restore.postgres.restore;

import org.jspecify.annotations.NullMarked;
