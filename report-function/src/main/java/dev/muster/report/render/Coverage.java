package dev.muster.report.render;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.ObjectState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much of what the archive holds was verified, kind by kind.
 *
 * @param ledger that it is told from
 * @param kinds the most telling first
 */
public record Coverage(Ledger ledger, List<LedgerKind> kinds) {
    /** Kinds that people ask for by name; the others follow by their number. */
    private static final List<String> TELLING =
            List.of("TABLE", "SEQUENCE", "LARGE OBJECT", "MATERIALIZED VIEW", "VIEW", "FUNCTION");

    private static final int SPOKEN = 3;

    /** Kinds whose plural is not their word with an s. */
    private static final Map<String, String> PLURALS =
            Map.ofEntries(
                    Map.entry("FK CONSTRAINT", "foreign keys"),
                    Map.entry("CONSTRAINT", "keys"),
                    Map.entry("CHECK CONSTRAINT", "CHECKs"),
                    Map.entry("INDEX", "indexes"),
                    Map.entry("POLICY", "policies"),
                    Map.entry("TABLE ATTACH", "attached partitions"),
                    Map.entry("INDEX ATTACH", "attached indexes"),
                    Map.entry("MATERIALIZED VIEW DATA", "fillings of materialized views"),
                    Map.entry("TABLE DATA", "tables with data alone"),
                    Map.entry("SEQUENCE OWNED BY", "owners of sequences"),
                    Map.entry("ROW SECURITY", "tables with row security"),
                    Map.entry("STATISTICS", "extended statistics"),
                    Map.entry("OPERATOR CLASS", "operator classes"),
                    Map.entry("OPERATOR FAMILY", "operator families"),
                    Map.entry("TEXT SEARCH DICTIONARY", "text search dictionaries"),
                    Map.entry("PUBLICATION TABLES IN SCHEMA", "published schemas"),
                    Map.entry("PUBLICATION TABLE", "published tables"));

    public Coverage {
        kinds = List.copyOf(kinds);
    }

    /** Nothing where the drill has read no archive. */
    public static Optional<Coverage> of(DrillResult result) {
        Ledger ledger = result.ledger();
        if (ledger == null) {
            return Optional.empty();
        }
        List<LedgerKind> kinds = new ArrayList<>(ledger.kinds());
        kinds.removeIf(kind -> kind.objects() == 0);
        kinds.sort(
                Comparator.comparingInt((LedgerKind kind) -> rank(kind.kind()))
                        .thenComparing(Comparator.comparingLong(LedgerKind::objects).reversed()));
        return Optional.of(new Coverage(ledger, kinds));
    }

    private static int rank(String kind) {
        int rank = TELLING.indexOf(kind);
        return rank < 0 ? TELLING.size() : rank;
    }

    /** For example {@code 41 of 43 tables, 13 of 13 sequences, 309 of 312 objects in all}. */
    public String text() {
        List<String> parts = new ArrayList<>();
        kinds.stream()
                .filter(kind -> rank(kind.kind()) < SPOKEN)
                .forEach(kind -> parts.add(of(kind)));
        parts.add(
                "%s of %s in all"
                        .formatted(
                                Amount.count(ledger.verified()),
                                Amount.count(ledger.objects(), "object", "objects")));
        String others = others();
        return String.join(", ", parts)
                + (others.isEmpty() ? "" : "; " + others)
                + (ledger.addsUp() ? "" : "; THE ACCOUNT DOES NOT ADD UP");
    }

    private String others() {
        List<String> parts = new ArrayList<>();
        for (ObjectState state :
                List.of(
                        ObjectState.FAILED,
                        ObjectState.WARNED,
                        ObjectState.ACCEPTED,
                        ObjectState.NOT_CHECKED)) {
            long objects =
                    ledger.kinds().stream()
                            .flatMap(kind -> kind.others().stream())
                            .filter(group -> group.state() == state)
                            .mapToLong(LedgerKind.Others::objects)
                            .sum();
            if (objects > 0) {
                parts.add(Amount.count(objects) + " " + word(state));
            }
        }
        return String.join(", ", parts);
    }

    /** For example {@code 41 of 43 tables}. */
    static String of(LedgerKind kind) {
        String noun = kind.objects() == 1 ? one(kind.kind()) : many(kind.kind());
        return "%s of %s %s"
                .formatted(Amount.count(kind.verified()), Amount.count(kind.objects()), noun);
    }

    private static String one(String kind) {
        String many = many(kind);
        return PLURALS.containsKey(kind) ? many : many.substring(0, many.length() - 1);
    }

    /** The kind as people say it. */
    public static String many(String kind) {
        return PLURALS.getOrDefault(kind, kind.toLowerCase(Locale.ROOT) + "s");
    }

    /** The state in a word or two. */
    public static String word(ObjectState state) {
        return switch (state) {
            case VERIFIED -> "verified";
            case WARNED -> "with a warning";
            case FAILED -> "failed";
            case ACCEPTED -> "accepted";
            case NOT_CHECKED -> "not checked";
        };
    }

    /** The checks, for a row of the page. */
    public static String checks(LedgerKind.Verified verified) {
        return verified.checks().stream().map(CheckKind::id).collect(Collectors.joining(", "));
    }
}
