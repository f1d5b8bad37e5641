package dev.muster.report.alert;

import dev.muster.contract.Finding;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.report.render.Amount;
import dev.muster.report.render.Legible;
import dev.muster.report.render.PartialProof;
import dev.muster.report.render.Weight;
import dev.muster.report.render.Words;
import java.time.Instant;
import java.util.Optional;

/** Says a drill's outcome in one line: the subject of an email, a short message. */
final class Headline {
    private static final int LONGEST_SMS = 140;
    private static final int LONGEST_PLAN = 40;
    private static final String OTHERS = ", others are drilled now";

    private Headline() {}

    /** For example {@code BROKEN: shop - ARCHIVE_TRUNCATED, backup of 2026-02-27 01:30 UTC}. */
    static String subject(DrillNews news) {
        DrillResult result = news.result();
        StringBuilder line = new StringBuilder(word(result)).append(": ").append(plan(result));
        deciding(result).ifPresent(f -> line.append(" - ").append(f.code().name()));
        part(result).ifPresent(part -> line.append(", ").append(part));
        if (result.proof() != null) {
            line.append(" - ").append(Words.proof(result.proof()));
            if (AlertSeverity.of(result) == AlertSeverity.WARNING) {
                line.append(", with warnings");
            }
        }
        LastRestorable found = result.lastRestorable();
        if (found != null) {
            line.append(restores(found));
        } else {
            backupTime(result)
                    .ifPresent(at -> line.append(", backup of ").append(Amount.minute(at)));
        }
        if (news.repeatedAs() != null) {
            line.append(", drilled once more");
        }
        if (news.goesOn()) {
            line.append(OTHERS);
        }
        return Ascii.of(line.toString(), Alert.LONGEST_SUBJECT);
    }

    /** What the drills of other backups came to: it is what is new in a second alert. */
    private static String restores(LastRestorable found) {
        Instant at = found.createdAt();
        return at == null
                ? ", no backup found that restores"
                : ", newest that restores is of " + Amount.minute(at);
    }

    /** At most 140 characters of ASCII. */
    static String sms(DrillNews news) {
        DrillResult result = news.result();
        StringBuilder line =
                new StringBuilder("Muster: ").append(plan(result)).append(' ').append(word(result));
        deciding(result).ifPresent(f -> line.append(", ").append(f.code().name()));
        part(result).ifPresent(part -> line.append(", ").append(part));
        if (news.repeatedAs() != null) {
            line.append("; drilled once more");
        }
        if (news.goesOn()) {
            line.append(OTHERS);
        }
        if (result.verdict() == Verdict.PROVEN) {
            backupTime(result)
                    .ifPresent(at -> line.append(", backup of ").append(Amount.minute(at)));
        } else {
            line.append("; ").append(Reliance.brief(news.newest()));
        }
        return Ascii.of(line.toString(), LONGEST_SMS);
    }

    /** The finding that decides, where one does. */
    static Optional<Finding> deciding(DrillResult result) {
        return Weight.sorted(result).stream().filter(Finding::decides).findFirst();
    }

    static String word(DrillResult result) {
        return Words.capitals(result);
    }

    /** What was not proven, where only a part was to be restored. */
    private static Optional<String> part(DrillResult result) {
        return PartialProof.of(result).map(part -> part.brief(result.verdict()));
    }

    private static String plan(DrillResult result) {
        return Ascii.of(Legible.text(result.plan()), LONGEST_PLAN);
    }

    private static Optional<Instant> backupTime(DrillResult result) {
        return Optional.ofNullable(result.backup())
                .flatMap(b -> Optional.ofNullable(b.createdAt()));
    }
}
