@NullMarked
package dev.muster.contract.result;

import org.jspecify.annotations.NullMarked;
