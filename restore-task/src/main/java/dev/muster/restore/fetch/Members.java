package dev.muster.restore.fetch;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The files in a tar or zip, in the order in which they lie there. */
interface Members {
    /**
     * One regular file.
     *
     * @param content valid until the next member is asked for
     */
    record Member(String path, InputStream content) {}

    /** Something intact that is not unpacked here. */
    final class Unsupported extends IOException {
        private static final long serialVersionUID = 1;

        Unsupported(String what) {
            super(what);
        }
    }

    /** The next file, or null behind the last; whatever is no regular file is passed over. */
    @Nullable Member next() throws IOException;
}
