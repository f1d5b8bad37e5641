package dev.muster.restore.archive;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words the findings of this package alike. */
final class Problems {
    private static final int EXAMPLES = 20;

    private Problems() {}

    static FindingException stop(FindingCode code, @Nullable String object, String message) {
        return new FindingException(Finding.of(code, object, message));
    }

    /** One finding for many objects: the first is its object, the others follow from it. */
    static Finding grouped(FindingCode code, Collection<String> objects, String message) {
        List<String> all = List.copyOf(objects);
        Finding finding = Finding.of(code, all.isEmpty() ? null : all.getFirst(), message);
        return all.size() < 2
                ? finding
                : finding.withConsequences(
                                all.size() - 1, all.subList(1, Math.min(all.size(), EXAMPLES + 1)))
                        .about(all);
    }

    static String bytes(long count) {
        return count == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", count);
    }

    static String counted(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
