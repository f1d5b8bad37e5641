/**
 * PostgreSQL here: the installations, the throwaway server, a named server, and what they leave.
 */
@NullMarked
package dev.muster.restore.postgres.server;

import org.jspecify.annotations.NullMarked;
