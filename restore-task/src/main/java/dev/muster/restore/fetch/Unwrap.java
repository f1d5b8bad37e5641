package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.layer.Head;
import dev.muster.restore.fetch.layer.Layer;
import dev.muster.restore.fetch.layer.LayerContext;
import dev.muster.restore.fetch.layer.LayerStream;
import dev.muster.restore.fetch.layer.Layers;
import dev.muster.restore.fetch.layer.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes one layer after the other off a stream until an archive is left, and lands that. */
final class Unwrap implements AutoCloseable {
    static final int MOST_LAYERS = 8;

    private final LayerContext context;
    private final StopSignal stop;
    private final Landing landing;
    private final List<LayerStream> opened = new ArrayList<>();

    Unwrap(Keys keys, Landing landing, StopSignal stop, Consumer<Finding> notes) {
        this.context = new LayerContext(keys, Unwrap::isPlausible, stop, notes);
        this.stop = stop;
        this.landing = landing;
    }

    private static boolean isPlausible(Head head) {
        return Layers.of(head) != null || Content.of(head).isKnown();
    }

    /**
     * @throws FindingException with the root cause, that of the outermost layer that is not sound
     * @throws IOException where the store failed
     */
    Payload run(LayerStream source) throws IOException {
        opened.add(source);
        try {
            Payload payload = peel(source, List.of(), false);
            drainAll();
            return payload;
        } catch (FindingException e) {
            if (mayFollowFromAnother(e.finding().code())) {
                drainAll();
            }
            throw e;
        }
    }

    /** Whoever is at fault further out says so when it is read to its end. */
    private void drainAll() throws IOException {
        for (LayerStream layer : List.copyOf(opened)) {
            layer.drain();
        }
    }

    private static boolean mayFollowFromAnother(FindingCode code) {
        return switch (code) {
            case KEY_MISSING,
                    KEY_INVALID,
                    KEY_WRONG,
                    CIPHER_PARAMETERS_NEEDED,
                    DISK_INSUFFICIENT,
                    MEMORY_EXHAUSTED,
                    RESTORE_TIMEOUT,
                    INTERRUPTED,
                    NESTED_TOO_DEEP ->
                    false;
            default -> true;
        };
    }

    Payload peel(LayerStream in, List<String> above, boolean encrypted) throws IOException {
        Head head = in.peek();
        Layer layer = Layers.of(head);
        if (layer == null) {
            return land(in, head, above, encrypted);
        }
        List<String> layers = with(above, layer.name());
        LayerStream inner =
                new LayerStream(layer.name(), openLayer(layer, in), stop, layer::explain);
        opened.add(inner);
        return peel(inner, layers, encrypted || layer.encrypts());
    }

    private InputStream openLayer(Layer layer, LayerStream in) throws IOException {
        try {
            return layer.open(in, context);
        } catch (dev.muster.stores.StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new FindingException(layer.explain(e), e);
        }
    }

    private static List<String> with(List<String> above, String name) {
        if (above.size() == MOST_LAYERS) {
            throw new FindingException(
                    Finding.of(
                            FindingCode.NESTED_TOO_DEEP,
                            null,
                            "more than %d layers lie around the archive: %s"
                                    .formatted(MOST_LAYERS, String.join(", ", above))));
        }
        List<String> layers = new ArrayList<>(above);
        layers.add(name);
        return layers;
    }

    private Payload land(LayerStream in, Head head, List<String> layers, boolean encrypted)
            throws IOException {
        Content content = Content.of(head);
        return switch (content.kind()) {
            case DUMP -> new Payload(landing.write("archive", in), false, layers, encrypted);
            case TAR,
                    ZIP,
                    DAMAGED_ARCHIVE,
                    ERROR_TEXT,
                    PHYSICAL,
                    UNSUPPORTED,
                    FOREIGN,
                    EMPTY,
                    UNKNOWN ->
                    throw new FindingException(NotAnArchive.finding(content, layers));
        };
    }

    @Override
    public void close() {
        for (LayerStream layer : opened.reversed()) {
            try {
                layer.close();
            } catch (IOException alreadyUseless) {
                // Everything that matters was read or has failed before.
            }
        }
    }
}
