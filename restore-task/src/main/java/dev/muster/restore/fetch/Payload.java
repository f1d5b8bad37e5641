package dev.muster.restore.fetch;

import java.nio.file.Path;
import java.util.List;

/**
 * What came out of all layers.
 *
 * @param layers outermost first
 * @param encrypted whether one of them hid the content
 */
record Payload(Path path, boolean directory, List<String> layers, boolean encrypted) {
    Payload {
        layers = List.copyOf(layers);
    }
}
