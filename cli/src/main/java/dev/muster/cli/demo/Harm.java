package dev.muster.cli.demo;

import java.time.Instant;

/**
 * What is done to which backup.
 *
 * @param victim the time of the backup
 * @param firstCopyOnly whether the copy in the second store stays as it should be
 */
record Harm(Damage damage, Instant victim, boolean firstCopyOnly) {}
