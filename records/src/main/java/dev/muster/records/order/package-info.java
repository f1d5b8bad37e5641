/**
 * The book of orders: which drills were asked for and are not over yet, so that none is lost when a
 * function dies half way.
 */
@NullMarked
package dev.muster.records.order;

import org.jspecify.annotations.NullMarked;
