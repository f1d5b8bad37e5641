package dev.muster.restore;

import dev.muster.contract.Finding;
import dev.muster.contract.result.ObjectState;
import java.util.List;
import java.util.Locale;
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
        String name = account.name();
        int database = name.indexOf(": ");
        return finding.isAbout(name)
                || (database > 0 && finding.isAbout(name.substring(database + 2)))
                || finding.isAbout(account.kind().toLowerCase(Locale.ROOT) + " " + name)
                || ("" + account.reason()).contains(finding.message());
    }

    /** What follows from something else is failed without a finding of its own. */
    private static boolean isAboutMany(Finding finding, ObjectAccount account) {
        return finding.object() == null || finding.consequences() > 0;
    }
}
