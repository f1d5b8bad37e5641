@NullMarked
package dev.muster.records;

import org.jspecify.annotations.NullMarked;
