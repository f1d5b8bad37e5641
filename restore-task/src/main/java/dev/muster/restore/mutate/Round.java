package dev.muster.restore.mutate;

import dev.muster.contract.FindingException;
import dev.muster.contract.MusterException;
import dev.muster.contract.Progress;
import dev.muster.contract.Stage;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** Goes through the kinds of damage in an order that the seed says, as long as there is time. */
final class Round {
    private final MutationOrder order;
    private final Ways ways;
    private final Clock clock;
    private final Progress progress;

    Round(MutationOrder order, Ways ways, Clock clock, Progress progress) {
        this.order = order;
        this.ways = ways;
        this.clock = clock;
        this.progress = progress;
    }

    /** What became of each, in the order of the list. */
    List<Mutant> run() {
        List<Kind> kinds = new ArrayList<>(order.chosen());
        Collections.shuffle(kinds, new Random(order.seed()));
        List<Mutant> mutants = new ArrayList<>();
        progress.started(Stage.VERIFY, "damaging copies");
        for (Kind kind : kinds) {
            progress.advanced(Stage.VERIFY, mutants.size(), kinds.size(), Progress.Unit.OBJECTS);
            mutants.add(one(kind));
        }
        progress.ended(Stage.VERIFY);
        List<String> listed = MutationOrder.names();
        mutants.sort(Comparator.comparingInt(mutant -> listed.indexOf(mutant.kind())));
        return mutants;
    }

    private Mutant one(Kind kind) {
        long start = System.nanoTime();
        // Each kind draws from a source of its own, so that a choice of kinds changes no other.
        Random random = new Random(order.seed() * 31 + kind.name().hashCode());
        try {
            Damaged damaged = ways.damaged(kind, random);
            return damaged.judged(kind, Math.round((System.nanoTime() - start) / 1e6) / 1000.0);
        } catch (Uncounted e) {
            return uncounted(kind, e.fate(), e.why());
        } catch (InterruptedException | CancellationException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return uncounted(kind, Fate.NOT_RUN, "the run was interrupted");
        } catch (SQLException e) {
            return failed(kind, "PostgreSQL refused it, with SQLSTATE " + e.getSQLState());
        } catch (IOException | FindingException | MusterException e) {
            return failed(kind, "the copy could not be made: " + e.getMessage());
        }
    }

    private Mutant failed(Kind kind, String why) {
        return uncounted(
                kind, Fate.NOT_RUN, clock.over() ? "the run was to end before this one had" : why);
    }

    private static Mutant uncounted(Kind kind, Fate fate, String why) {
        return new Mutant(kind.name(), kind.what(), fate, null, null, null, why, 0);
    }
}
