package dev.muster.restore.postgres.errors;

import dev.muster.contract.Finding;
import java.util.List;
import java.util.Set;

/**
 * What all errors of a restore come down to.
 *
 * @param findings one for each root cause
 * @param unrestored every object that is not back
 * @param missingRoles roles that the archive turned out to need
 */
public record Diagnosis(
        List<Finding> findings, List<Unrestored> unrestored, Set<String> missingRoles) {

    public Diagnosis {
        findings = List.copyOf(findings);
        unrestored = List.copyOf(unrestored);
        missingRoles = Set.copyOf(missingRoles);
    }
}
