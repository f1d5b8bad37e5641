/** Reads what a database holds as hashes, the same from every server, host, locale and zone. */
@NullMarked
package dev.muster.manifest.content;

import org.jspecify.annotations.NullMarked;
