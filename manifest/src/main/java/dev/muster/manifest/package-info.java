/** What a source held when it was dumped: the document, its hashes and its signature. */
@NullMarked
package dev.muster.manifest;

import org.jspecify.annotations.NullMarked;
