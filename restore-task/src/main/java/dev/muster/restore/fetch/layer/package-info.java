/**
 * Layers of encryption, compression and text encoding around an archive: one class for each, found
 * by content. A new one is a {@link dev.muster.restore.fetch.layer.Layer} listed in {@link
 * dev.muster.restore.fetch.layer.Layers}.
 */
@NullMarked
package dev.muster.restore.fetch.layer;

import org.jspecify.annotations.NullMarked;
