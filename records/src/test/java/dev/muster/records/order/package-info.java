@NullMarked
package dev.muster.records.order;

import org.jspecify.annotations.NullMarked;
