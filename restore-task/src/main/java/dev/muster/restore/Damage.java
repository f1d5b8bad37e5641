package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.contract.Severity;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.postgres.restore.SecondOpinion;
import dev.muster.restore.postgres.server.Installations;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks pg_restore for a second opinion on damage that Muster's own reader has found, so that no
 * backup is called broken through a defect of that reader.
 */
final class Damage {
    /**
     * What pg_restore would stumble over, too, when it reads the archive to its end. Rows that are
     * missing from a data file are not among it: those it passes over in silence.
     */
    private static final Set<FindingCode> STRUCTURE =
            Set.of(
                    FindingCode.ARCHIVE_TRUNCATED,
                    FindingCode.ARCHIVE_CORRUPT,
                    FindingCode.ARCHIVE_TOC_CORRUPT);

    private final ArchiveContents archive;
    private final Installations installations;
    private final Supplier<Duration> timeLeft;
    private @Nullable SecondOpinion opinion;

    /**
     * Asks nothing yet.
     *
     * @param timeLeft of the drill: pg_restore reads an archive no longer than that
     */
    Damage(ArchiveContents archive, Installations installations, Supplier<Duration> timeLeft) {
        this.archive = archive;
        this.installations = installations;
        this.timeLeft = timeLeft;
    }

    /**
     * The findings as pg_restore's own reading leaves them: as they are, as warnings, or, where it
     * could not be read to its end in time, as what nobody could tell.
     */
    List<Finding> reviewed(List<Finding> found) {
        boolean damaged = found.stream().anyMatch(f -> f.decides() && STRUCTURE.contains(f.code()));
        if (!damaged || archive.format().isSql()) {
            return found;
        }
        try {
            return reviewed(found, opinion().answer());
        } catch (FindingException e) {
            if (e.finding().code() == FindingCode.INTERRUPTED) {
                throw e;
            }
            return found; // There is no pg_restore here that could be asked.
        }
    }

    private SecondOpinion opinion() {
        SecondOpinion known = opinion;
        if (known == null) {
            known =
                    SecondOpinion.of(
                            Choices.of(archive, installations).installation(),
                            ArchivePayload.archive(archive),
                            timeLeft.get());
            opinion = known;
        }
        return known;
    }

    static List<Finding> reviewed(List<Finding> found, SecondOpinion.Answer answer) {
        return switch (answer) {
            case DAMAGED, LOOPED -> found;
            case READABLE -> found.stream().map(Damage::doubted).toList();
            case OUT_OF_TIME -> found.stream().map(Damage::open).toList();
        };
    }

    /**
     * Definitions that reach for programs or files when they run: a warning where they are
     * confined, else a reason not to restore them here.
     */
    static Finding reachingOut(List<String> suspicious, boolean confined) {
        String message =
                suspicious.size()
                        + (suspicious.size() == 1 ? " definition" : " definitions")
                        + " of the backup would reach for programs or files of the machine; ";
        Finding finding =
                confined
                        ? Finding.of(
                                        FindingCode.HOSTILE_COMMAND,
                                        suspicious.getFirst(),
                                        message + "the drill refuses that")
                                .withSeverity(Severity.WARNING)
                                .withHint("look at them: are they the application's own?")
                        : Finding.of(
                                FindingCode.UNSAFE_TO_RESTORE,
                                suspicious.getFirst(),
                                message + "nothing here would confine them");
        return finding.withConsequences(
                suspicious.size() - 1, suspicious.stream().limit(5).toList());
    }

    private static Finding doubted(Finding finding) {
        return STRUCTURE.contains(finding.code())
                ? finding.withSeverity(Severity.WARNING)
                        .withMessage(
                                finding.message()
                                        + "; pg_restore reads the archive to its end all the same")
                        .withHint(
                                "look at this archive: Muster and pg_restore do not agree about it")
                : finding;
    }

    private static Finding open(Finding finding) {
        return STRUCTURE.contains(finding.code())
                ? finding.withCause(Cause.ENVIRONMENT)
                        .withMessage(
                                finding.message()
                                        + "; the drill's time was up before pg_restore had read"
                                        + " the archive to its end")
                        .withHint("raise restore.timeout, then drill this backup again")
                : finding;
    }
}
