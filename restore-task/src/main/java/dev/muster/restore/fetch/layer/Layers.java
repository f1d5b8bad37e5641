package dev.muster.restore.fetch.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every layer that Muster can take off, in the order in which they are looked for. */
public final class Layers {
    private static final List<Layer> ALL =
            List.of(
                    new GzipLayer(),
                    new ZstdLayer(),
                    new XzLayer(),
                    new Lz4Layer(),
                    new Bzip2Layer(),
                    new LzmaLayer(),
                    new OpenPgpLayer(),
                    new AgeLayer(),
                    new OpenSslLayer(),
                    new FernetLayer(),
                    new Base64Layer(),
                    new ZlibLayer());

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
