package dev.muster.restore.fetch;

import dev.muster.restore.fetch.layer.StopSignal;
import dev.muster.stores.BackupCopy;
import dev.muster.stores.CopyStream;
import dev.muster.stores.StoreException;
import dev.muster.stores.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digest that lies beside a backup as {@code KEY.sha256}, as sha256sum, its BSD form or a bare
 * hexadecimal number.
 */
final class Sidecar {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Pattern GNU =
            Pattern.compile("(?m)^\\\\?([0-9A-Fa-f]{64})(?:[ \\t]+\\*?(\\S.*?))?\\s*$");
    private static final Pattern BSD =
            Pattern.compile("(?m)^SHA2?-?256 ?\\((.+)\\) ?= ?([0-9A-Fa-f]{64})\\s*$");

    private Sidecar() {}

    /** The digest in lower-case hex, or null where there is none for this very file. */
    static @Nullable String read(BackupCopy copy, StopSignal stop) {
        for (String suffix : new String[] {".sha256", ".sha256sum"}) {
            stop.check();
            try {
                StoredObject object = copy.store().stat(copy.key() + suffix);
                if (object.size() <= MOST_BYTES) {
                    try (CopyStream in = copy.store().open(object)) {
                        byte[] text = in.readNBytes(MOST_BYTES);
                        return parse(
                                new String(text, StandardCharsets.ISO_8859_1),
                                baseName(copy.key()));
                    }
                }
            } catch (StoreException none) {
                // A store without the right to list answers 403 for what is not there: no matter,
                // the sidecar is optional.
            } catch (IOException unreadable) {
                return null;
            }
        }
        return null;
    }

    static @Nullable String parse(String text, String fileName) {
        Matcher gnu = GNU.matcher(text);
        String only = null;
        int lines = 0;
        while (gnu.find()) {
            lines++;
            String name = gnu.group(2);
            if (name == null || baseName(name).equals(fileName)) {
                only = gnu.group(1);
                if (name != null) {
                    return only.toLowerCase(Locale.ROOT);
                }
            }
        }
        if (only != null && lines == 1) {
            return only.toLowerCase(Locale.ROOT);
        }
        Matcher bsd = BSD.matcher(text);
        while (bsd.find()) {
            if (baseName(bsd.group(1)).equals(fileName)) {
                return bsd.group(2).toLowerCase(Locale.ROOT);
            }
        }
        // A digest of another name may be the one of the file before it was wrapped: it says
        // nothing about this one.
        return null;
    }

    private static String baseName(String path) {
        String forward = path.replace('\\', '/');
        return forward.substring(forward.lastIndexOf('/') + 1);
    }
}
