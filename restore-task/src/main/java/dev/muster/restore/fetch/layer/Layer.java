package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import java.io.IOException;
import java.io.InputStream;

/** One kind of encryption, compression or text encoding, recognised by content. */
public sealed interface Layer
        permits AgeLayer,
                Base64Layer,
                Bzip2Layer,
                FernetLayer,
                GzipLayer,
                Lz4Layer,
                LzmaLayer,
                OpenPgpLayer,
                OpenSslLayer,
                XzLayer,
                ZlibLayer,
                ZstdLayer {
    /** As it stands in a result's list of layers. */
    String name();

    /** Whether it hides its content from those without a key. */
    default boolean encrypts() {
        return false;
    }

    boolean recognises(Head head);

    /**
     * What lies under this layer. The stream reads {@code in} to its end before it ends itself, and
     * where the layer is authenticated ends only when that was verified.
     *
     * @throws dev.muster.contract.FindingException where no key fits
     */
    InputStream open(LayerStream in, LayerContext context) throws IOException;

    /** What it means that the stream threw this. */
    Finding explain(Exception thrown);
}
