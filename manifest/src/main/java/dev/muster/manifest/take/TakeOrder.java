package dev.muster.manifest.take;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A manifest to be taken.
 *
 * @param source opens connections to the database that is dumped
 * @param dump the user's pg_dump; null where a manifest is taken after the fact
 * @param dumpEnvironment variables that pg_dump gets beside our own
 * @param dumped the file that such a manifest belongs to; null where none is named
 * @param jobs connections that hash at the same time
 * @param bytesPerSecond that they read together at most; 0 for as fast as it goes
 * @param muster the version of Muster
 * @param cancelled asked often; once it says yes, pg_dump is ended and all sessions with it
 * @param notes hears what is worth a line
 */
public record TakeOrder(
        ConnectionSource source,
        @Nullable PgDumpCommand dump,
        Map<String, String> dumpEnvironment,
        @Nullable Path dumped,
        int jobs,
        long bytesPerSecond,
        String muster,
        BooleanSupplier cancelled,
        Consumer<String> notes) {
    public TakeOrder {
        dumpEnvironment = Map.copyOf(dumpEnvironment);
        if (jobs < 1 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("one connection at least, and no negative rate");
        }
        if (dump != null && dumped != null) {
            throw new IllegalArgumentException("a dump that is made, or one that was made");
        }
    }
}
