package dev.muster.cli.mutate;

import dev.muster.cli.mutate.Mutant.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mutation drill found, version 1.
 *
 * @param drillId of the drill of the undamaged backup
 * @param killRate the share of those that were tried, 0 to 1; null where none was
 */
public record MutationReport(
        int schemaVersion,
        String drillId,
        String plan,
        String backup,
        long seed,
        double seconds,
        long killed,
        long survived,
        long notApplicable,
        long notRun,
        @Nullable Double killRate,
        List<Mutant> mutants) {

    static MutationReport of(
            String drillId,
            String plan,
            String backup,
            long seed,
            double seconds,
            List<Mutant> mutants) {
        long killed = count(mutants, Fate.KILLED);
        long survived = count(mutants, Fate.SURVIVED);
        long tried = killed + survived;
        return new MutationReport(
                1,
                drillId,
                plan,
                backup,
                seed,
                seconds,
                killed,
                survived,
                count(mutants, Fate.NOT_APPLICABLE),
                count(mutants, Fate.NOT_RUN),
                tried == 0 ? null : (double) killed / tried,
                List.copyOf(mutants));
    }

    private static long count(List<Mutant> mutants, Fate fate) {
        return mutants.stream().filter(mutant -> mutant.fate() == fate).count();
    }
}
