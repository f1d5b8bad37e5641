package dev.muster.cli.mutate;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Bench;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Damages copies of a proven backup, one kind at a time, and has each drilled. Before any damage
 * counts, an unchanged copy must come out proven on the same way.
 */
final class MutationDrill {
    private final Bench bench;
    private final CopyDrills copies;
    private final List<Kind> kinds;
    private final long seed;
    private final Duration limit;
    private final BooleanSupplier cancelled;
    private final Consumer<String> telling;

    /**
     * @param kinds those that are wanted
     * @param limit after which no more is begun
     * @param telling hears which mutant is being drilled
     */
    MutationDrill(
            Bench bench,
            CopyDrills copies,
            List<Kind> kinds,
            long seed,
            Duration limit,
            BooleanSupplier cancelled,
            Consumer<String> telling) {
        this.bench = bench;
        this.copies = copies;
        this.kinds = List.copyOf(kinds);
        this.seed = seed;
        this.limit = limit;
        this.cancelled = cancelled;
        this.telling = telling;
    }

    /** Tries them in an order that the seed says, and tells of them in that of the list. */
    List<Mutant> run() throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        List<Kind> order = new ArrayList<>(kinds);
        Collections.shuffle(order, new Random(seed));
        List<Mutant> mutants = new ArrayList<>();
        Ways ways = new Ways(bench, copies);
        for (Kind kind : order) {
            if (cancelled.getAsBoolean()) {
                mutants.add(Mutant.notRun(kind, "the run was interrupted"));
            } else if (System.nanoTime() > end) {
                mutants.add(Mutant.notRun(kind, "the time limit was reached"));
            } else {
                telling.accept(kind.name());
                mutants.add(one(kind, ways));
            }
        }
        mutants.sort(
                Comparator.comparingInt(
                        mutant -> place(mutant.kind())));
        return mutants;
    }

    private int place(String name) {
        return kinds.stream().map(Kind::name).toList().indexOf(name);
    }

    private Mutant one(Kind kind, Ways ways) throws InterruptedException {
        long start = System.nanoTime();
        // Each kind draws from a source of its own, so that a choice of kinds changes no other.
        Random random = new Random(seed * 31 + kind.name().hashCode());
        try {
            Damaged damaged = ways.damaged(kind, random);
            if (cancelled.getAsBoolean()) {
                return Mutant.notRun(kind, "the run was interrupted");
            }
            return judged(kind, damaged, (System.nanoTime() - start) / 1e9);
        } catch (NotApplicable e) {
            return Mutant.notApplicable(kind, e.why());
        } catch (SQLException e) {
            return Mutant.notApplicable(
                    kind, "PostgreSQL refused it, with SQLSTATE " + e.getSQLState());
        } catch (IOException e) {
            return Mutant.notApplicable(kind, "the copy could not be made: " + e.getMessage());
        }
    }

    private static Mutant judged(Kind kind, Damaged damaged, double seconds) {
        DrillResult result = damaged.result();
        FindingCode finding = damaged.newFinding();
        boolean killed = result.verdict() != Verdict.PROVEN || finding != null;
        return new Mutant(
                kind.name(),
                kind.what(),
                killed ? Mutant.Fate.KILLED : Mutant.Fate.SURVIVED,
                damaged.object(),
                result.verdict(),
                finding,
                killed ? null : "would be noticed by " + kind.remedy().words(),
                Math.round(seconds * 1000) / 1000.0);
    }

    /**
     * A damaged copy and its drill.
     *
     * @param object what was damaged
     * @param control the drill of the unchanged copy on the same way
     */
    record Damaged(String object, DrillResult result, DrillResult control) {
        /** The weightiest that the unchanged copy did not show; null where there is none. */
        @Nullable FindingCode newFinding() {
            return result.findings().stream()
                    .filter(f -> f.severity() != Severity.INFO)
                    .filter(f -> f.accepted() == null)
                    .filter(f ->
                            control.findings().stream()
                                    .noneMatch(c ->
                                            c.code() == f.code()
                                                    && Objects.equals(
                                                            c.object(), f.object())))
                    .min(
                            Comparator.comparing(
                                    (Finding f) -> !f.decides()))
                    .map(Finding::code)
                    .orElse(null);
        }
    }

    /** This backup has nothing that such damage could befall. */
    static final class NotApplicable extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        NotApplicable(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
