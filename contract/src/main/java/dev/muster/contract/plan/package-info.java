/**
 * What is to be proven for each database, as {@code muster.yaml} says it. The records are the only
 * place where an option's name, default and description are written; the reader, the JSON Schema
 * and the documentation follow from them.
 */
@NullMarked
package dev.muster.contract.plan;

import org.jspecify.annotations.NullMarked;
