@NullMarked
package dev.muster.contract.plan;

import org.jspecify.annotations.NullMarked;
