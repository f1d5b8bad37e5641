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
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Takes one layer after the other off a stream until an archive is left, and lands that. */
final class Unwrap implements AutoCloseable {
    static final int MOST_LAYERS = 8;

    /** Layers that hold several files. */
    private static final Set<String> CONTAINERS = Set.of("tar", "zip");

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
     * Lands what is in the stream.
     *
     * @param toTheEnd whether all is to be read also where a key is wrong, for the digest's sake
     * @throws FindingException with the root cause, that of the outermost layer that is not sound
     * @throws IOException where the store failed
     */
    Payload run(LayerStream source, boolean toTheEnd) throws IOException {
        opened.add(source);
        try {
            Payload payload = peel(source, List.of(), false, "archive");
            drain(0);
            return payload;
        } catch (FindingException e) {
            if (toTheEnd || mayFollowFromAnother(e.finding().code())) {
                drain(0);
            }
            throw e;
        }
    }

    /**
     * Reads the streams from this one on to their ends, the innermost first, since each is read by
     * the next one's thread. Whoever is at fault furthest out has the last word.
     */
    private void drain(int from) throws IOException {
        FindingException outermost = null;
        for (LayerStream layer : opened.subList(from, opened.size()).reversed()) {
            try {
                layer.drain();
            } catch (FindingException e) {
                outermost = e;
            }
        }
        if (outermost != null) {
            throw outermost;
        }
    }

    /** Like {@link #peel}, for one of several files: its streams are closed behind it. */
    Payload peelMember(LayerStream in, List<String> above, boolean encrypted, String name)
            throws IOException {
        int before = opened.size();
        FindingException noDump = null;
        Payload payload = null;
        try {
            payload = peel(in, above, encrypted, name);
        } catch (FindingException e) {
            if (!NotAnArchive.isAnother(e.finding().code())) {
                throw e;
            }
            noDump = e;
        }
        drain(before);
        while (opened.size() > before) {
            opened.removeLast().close();
        }
        if (payload == null) {
            throw Objects.requireNonNull(noDump);
        }
        return payload;
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

    /**
     * Takes off what is left, however deep.
     *
     * @param above the layers that are off already
     * @param encrypted whether one of those hid the content
     * @param name of the file to write
     */
    Payload peel(LayerStream in, List<String> above, boolean encrypted, String name)
            throws IOException {
        Head head = in.peek();
        Layer layer = Layers.of(head);
        if (layer == null) {
            boolean isMember = above.stream().anyMatch(CONTAINERS::contains);
            Content content = isMember ? Content.ofMember(head) : Content.of(head);
            return land(in, content, above, encrypted, name);
        }
        List<String> layers = with(above, layer.name());
        LayerStream inner =
                new LayerStream(layer.name(), openLayer(layer, in), stop, layer::explain);
        opened.add(inner);
        return peel(inner, layers, encrypted || layer.encrypts(), name);
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

    private Payload land(
            LayerStream in, Content content, List<String> layers, boolean encrypted, String name)
            throws IOException {
        return switch (content.kind()) {
            case DUMP -> new Payload(landing.write(name, in), false, layers, encrypted);
            case TAR -> unpack("tar", new TarMembers(in), layers, encrypted);
            case ZIP -> unpack("zip", new ZipMembers(in), layers, encrypted);
            case DAMAGED_ARCHIVE, ERROR_TEXT, PHYSICAL, UNSUPPORTED, FOREIGN, EMPTY, UNKNOWN ->
                    throw new FindingException(NotAnArchive.finding(content, layers));
        };
    }

    private Payload unpack(String format, Members members, List<String> above, boolean encrypted)
            throws IOException {
        return new Unpack(format, members, this, landing, with(above, format), encrypted).run();
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
