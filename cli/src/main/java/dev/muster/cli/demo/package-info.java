/**
 * The demo: a sample shop's database, its encrypted backups of seven days in two stores, and ways
 * to damage them.
 */
@NullMarked
package dev.muster.cli.demo;

import org.jspecify.annotations.NullMarked;
