package dev.muster.restore.fetch.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every layer that Muster can take off, in the order in which they are looked for. */
public final class Layers {
    private static final List<Layer> ALL = List.of(new GzipLayer(), new FernetLayer());

    private Layers() {}

    /** The layer that begins like this, or null. */
    public static @Nullable Layer of(Head head) {
        for (Layer layer : ALL) {
            if (layer.recognises(head)) {
                return layer;
            }
        }
        return null;
    }
}
