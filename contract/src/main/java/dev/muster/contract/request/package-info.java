/** What one drill is asked to do: the document that starts a restore task. */
@NullMarked
package dev.muster.contract.request;

import org.jspecify.annotations.NullMarked;
