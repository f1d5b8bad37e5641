/** What the errors of pg_restore and psql mean, and which of them are one and the same problem. */
@NullMarked
package dev.muster.restore.postgres.errors;

import org.jspecify.annotations.NullMarked;
