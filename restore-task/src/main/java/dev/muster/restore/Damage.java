package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.restore.archive.ArchiveContents;
import dev.muster.restore.postgres.restore.SecondOpinion;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private Damage() {}

    /** The findings as pg_restore's own reading leaves them: as they are, or as warnings. */
    static List<Finding> reviewed(
            List<Finding> found,
            ArchiveContents archive,
            Installations installations,
            Duration timeLeft) {
        boolean damaged = found.stream().anyMatch(f -> f.decides() && STRUCTURE.contains(f.code()));
        if (!damaged || archive.format().isSql()) {
            return found;
        }
        Installation installation = Choices.of(archive, installations).installation();
        Duration limit = timeLeft.compareTo(LONGEST) < 0 ? timeLeft : LONGEST;
        SecondOpinion opinion =
                SecondOpinion.of(installation, ArchivePayload.archive(archive), limit);
        return switch (opinion.answer()) {
            case DAMAGED, HUNG -> found;
            case READABLE -> found.stream().map(Damage::doubted).toList();
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
                ? new Finding(
                        finding.code(),
                        finding.cause(),
                        Severity.WARNING,
                        finding.object(),
                        finding.message()
                                + "; pg_restore reads the archive to its end all the same",
                        "look at this archive: Muster and pg_restore do not agree about it",
                        finding.consequences(),
                        finding.examples(),
                        finding.accepted())
                : finding;
    }
}
