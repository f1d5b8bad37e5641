@NullMarked
package dev.muster.contract;

import org.jspecify.annotations.NullMarked;
