package dev.muster.restore.verify;

import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Looks how much older than the backup a column's newest value is. Values of days to come (dates of
 * expiry, a wrong clock) are passed over: one of them would hide for ever that no data arrives.
 */
final class NewestRule {
    /** Clocks differ, and a backup's name may tell when it was begun. */
    private static final Duration TOLERANCE = Duration.ofDays(1);

    private final RuleSession session;
    private final Instant backup;
    private final ZoneId zone;

    /**
     * Takes the backup's time.
     *
     * @param zone in which a timestamp without one may have been written, unless that is UTC
     */
    NewestRule(RuleSession session, Instant backup, ZoneId zone) {
        this.session = session;
        this.backup = backup;
        this.zone = zone;
    }

    RuleAnswer ask(Rule.Newest rule, Relation table, RuleColumn column) throws RuleStopped {
        Times times = times(table, column);
        String newest =
                "SELECT max(%1$s) AS newest FROM %2$s WHERE %1$s > '-infinity' AND %1$s <= %3$s"
                        .formatted(column.quoted(), table.quoted(), times.latest());
        Double seconds =
                session.<@Nullable Double>row(
                        "SELECT extract(epoch FROM (%s - (newest%s)))::float8 FROM (%s) AS n"
                                .formatted(times.backup(), times.endOfDay(), newest),
                        row -> {
                            double read = row.getDouble(1);
                            return row.wasNull() ? null : (Double) read;
                        });
        String name = table.label() + "." + column.name();
        if (seconds == null) {
            return failed("\"%s\" holds no value up to the backup's time".formatted(name));
        }
        Duration within = rule.within().duration();
        return seconds <= within.toSeconds()
                ? new RuleAnswer.Held(1L)
                : failed(
                        "the newest value of \"%s\" is %s older than the backup, expected at most %s"
                                .formatted(name, told(seconds), rule.within()));
    }

    /**
     * The backup's time in the column's type.
     *
     * @param latest values beyond this are passed over
     * @param endOfDay what makes a date the end of its day: later it cannot have been written
     */
    private record Times(String backup, String latest, String endOfDay) {}

    private Times times(Relation table, RuleColumn column) throws RuleStopped {
        LocalDateTime utc = LocalDateTime.ofInstant(backup, ZoneOffset.UTC);
        LocalDateTime local = LocalDateTime.ofInstant(backup, zone);
        LocalDateTime earlier = utc.isBefore(local) ? utc : local;
        LocalDateTime later = utc.isBefore(local) ? local : utc;
        return switch (column.base()) {
            case "timestamptz" ->
                    new Times(
                            "TIMESTAMPTZ '" + backup + "'",
                            "TIMESTAMPTZ '" + backup.plus(TOLERANCE) + "'",
                            "");
            case "timestamp" ->
                    new Times(
                            "TIMESTAMP '" + earlier + "'",
                            "TIMESTAMP '" + later.plus(TOLERANCE) + "'",
                            "");
            case "date" ->
                    new Times(
                            "TIMESTAMP '" + earlier + "'",
                            "DATE '" + later.plus(TOLERANCE).toLocalDate() + "'",
                            "::timestamp + interval '1 day'");
            default ->
                    throw RuleStopped.wrong(
                            "\"%s.%s\" is of type %s, which tells no time"
                                    .formatted(table.label(), column.name(), column.type()),
                            "name a column of a timestamp or date, or write the rule as sql");
        };
    }

    /** Coarse: how old it is matters, not which value it is. */
    private static String told(double seconds) {
        long hours = (long) (seconds / 3600);
        if (hours >= 72) {
            return "%,d days".formatted(hours / 24);
        }
        return hours >= 3 ? hours + " h" : (long) (seconds / 60) + " min";
    }

    private static RuleAnswer failed(String why) {
        return RuleAnswer.Failed.of(FindingCode.NEWEST_VALUE_OLD, why);
    }
}
