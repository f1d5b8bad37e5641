@NullMarked
package dev.muster.contract.request;

import org.jspecify.annotations.NullMarked;
