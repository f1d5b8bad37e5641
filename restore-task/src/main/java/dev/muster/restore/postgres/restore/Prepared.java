package dev.muster.restore.postgres.restore;

import dev.muster.contract.Finding;
import java.util.List;
import java.util.Set;

/**
 * A database that is ready for an archive.
 *
 * @param database its name on the server
 * @param findings warnings, for example of a locale that is not here
 * @param missingExtensions those that the archive needs and the installation lacks
 */
public record Prepared(
        String database, Needs needs, List<Finding> findings, Set<String> missingExtensions) {

    public Prepared {
        findings = List.copyOf(findings);
        missingExtensions = Set.copyOf(missingExtensions);
    }
}
