/** Reads the plan file from where the functions and the task share it, at one version of it. */
@NullMarked
package dev.muster.records.plan;

import org.jspecify.annotations.NullMarked;
