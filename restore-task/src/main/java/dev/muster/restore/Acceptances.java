package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectState;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Tells for which of the plan's reasons an object that is not verified is accepted. */
final class Acceptances {
    private final List<Finding> accepted;

    Acceptances(List<Finding> findings) {
        accepted = findings.stream().filter(f -> f.accepted() != null).toList();
    }

    /** The same object, accepted where the plan accepts what keeps it from being verified. */
    ObjectAccount applied(ObjectAccount account) {
        if (account.state() == ObjectState.VERIFIED || accepted.isEmpty()) {
            return account;
        }
        // A failed object is explained by an accepted finding, or the drill is not proven.
        Optional<Finding> found = first(account, Acceptances::isAbout);
        if (found.isEmpty() && account.state() == ObjectState.FAILED) {
            found = first(account, Acceptances::isAboutMany);
        }
        return found.map(Finding::accepted).map(account::accepted).orElse(account);
    }

    private Optional<Finding> first(
            ObjectAccount account, BiPredicate<Finding, ObjectAccount> matches) {
        return accepted.stream().filter(finding -> matches.test(finding, account)).findFirst();
    }

    private static boolean isAbout(Finding finding, ObjectAccount account) {
        String reason = "" + account.reason();
        return account.name().equals(finding.object())
                || (account.kind().toLowerCase(java.util.Locale.ROOT) + " " + account.name())
                        .equals(finding.object())
                || reason.contains(finding.message())
                || (finding.code() == FindingCode.ARCHIVE_TABLE_DATA_EXCLUDED
                        && reason.equals(ArchiveExpectations.NO_DATA));
    }

    private static boolean isAboutMany(Finding finding, ObjectAccount account) {
        String object = finding.object();
        return object == null
                || finding.consequences() > 0
                || object.contains(account.name())
                || account.name().contains(object);
    }
}
