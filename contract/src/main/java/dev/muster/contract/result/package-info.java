/**
 * The result of a drill, version 1: the one document that the record, the report and the alert are
 * made from.
 */
@NullMarked
package dev.muster.contract.result;

import org.jspecify.annotations.NullMarked;
