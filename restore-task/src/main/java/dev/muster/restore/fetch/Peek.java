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
import dev.muster.stores.BackupCopy;
import dev.muster.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Looks at what lies under a copy's layers, as far as its first bytes tell: whether the keys fit,
 * and whether there is a backup at all. It keeps nothing, and proves nothing of the rest.
 */
public final class Peek {
    /**
     * What was seen.
     *
     * @param layers outermost first
     * @param content in words, for example "a custom archive"
     * @param findings why a drill of this copy would fail; empty where nothing speaks against it
     */
    public record Seen(List<String> layers, String content, List<Finding> findings) {
        public Seen {
            layers = List.copyOf(layers);
            findings = List.copyOf(findings);
        }
    }

    private final LayerContext context;
    private final StopSignal stop;
    private final List<String> layers = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private Peek(Keys keys, Duration patience) {
        stop = new StopSignal(() -> false, patience);
        context =
                new LayerContext(
                        keys,
                        head -> Layers.of(head) != null || Content.of(head).isKnown(),
                        stop,
                        findings::add);
    }

    /**
     * Looks at a copy that is one object.
     *
     * @throws StoreException where its store fails
     */
    public static Seen at(BackupCopy copy, Keys keys, Duration patience) throws StoreException {
        if (copy.isFolder()) {
            return new Seen(
                    List.of(), "a folder of " + copy.objects().size() + " files", List.of());
        }
        return new Peek(keys, patience).at(copy);
    }

    private Seen at(BackupCopy copy) throws StoreException {
        Deque<InputStream> open = new ArrayDeque<>();
        try {
            InputStream stored = copy.store().open(copy.objects().getFirst());
            open.push(stored);
            LayerStream stream = new LayerStream("store", stored, stop, e -> failed("reading", e));
            open.push(stream);
            return under(stream, open);
        } catch (FindingException e) {
            findings.add(e.finding());
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            findings.add(failed("looking into it", e));
        } finally {
            closeAll(open);
        }
        return new Seen(layers, "unknown", findings);
    }

    private Seen under(LayerStream source, Deque<InputStream> open) throws IOException {
        LayerStream stream = source;
        for (int depth = 0; depth <= Unwrap.MOST_LAYERS; depth++) {
            Head head = stream.peek();
            Layer layer = Layers.of(head);
            if (layer == null) {
                return seen(Content.of(head));
            }
            layers.add(layer.name());
            LayerStream inner =
                    new LayerStream(
                            layer.name(), layer.open(stream, context), stop, layer::explain);
            open.push(inner);
            stream = inner;
        }
        findings.add(
                Finding.of(FindingCode.NESTED_TOO_DEEP, null, "too many layers lie around it"));
        return new Seen(layers, "unknown", findings);
    }

    private Seen seen(Content content) {
        switch (content.kind()) {
            case DUMP, TAR, ZIP -> {
                // What a drill can take.
            }
            case DAMAGED_ARCHIVE, ERROR_TEXT, PHYSICAL, UNSUPPORTED, FOREIGN, EMPTY, UNKNOWN ->
                    findings.add(NotAnArchive.finding(content, layers));
        }
        return new Seen(layers, content.what(), findings);
    }

    private static Finding failed(String what, Exception e) {
        return Finding.of(FindingCode.STORE_FAILED, null, what + " failed: " + e.getMessage());
    }

    private static void closeAll(Deque<InputStream> open) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException alreadyUseless) {
                // All that matters was seen.
            }
        }
    }
}
