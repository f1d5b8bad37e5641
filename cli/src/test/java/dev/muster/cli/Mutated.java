package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.ContractJson;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.Mutant;
import dev.muster.contract.result.Mutant.Fate;
import dev.muster.contract.result.Mutations;
import dev.muster.servers.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the mutation drill of one file said, run as a person would. */
record Mutated(DrillResult result, Mutations mutations) {
    /** Runs it with more options than those that every run needs, and expects how it ends. */
    static Mutated of(int exitCode, Path file, int seed, String... more) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            Path json = folder.path().resolve("mutants.json");
            List<String> all = new ArrayList<>();
            all.addAll(List.of("mutate", "--file", "" + file, "--seed", "" + seed));
            all.addAll(List.of("--time-limit", "30m", "--json", "" + json));
            all.addAll(List.of(more));
            Session session = Session.muster(all.toArray(String[]::new));
            assertThat(session.exitCode()).as(session.out() + session.err()).isEqualTo(exitCode);
            DrillResult result = ContractJson.readResult(Files.readString(json));
            return new Mutated(result, Objects.requireNonNull(result.mutations()));
        }
    }

    /** The same with the manifest that the warehouse took with the dump. */
    static Mutated withManifest(Warehouse warehouse, Path dump, int seed, String... more)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--manifest", "" + Warehouse.manifest(dump)));
        all.addAll(List.of("--manifest-key", "file:" + warehouse.publicKey()));
        return of(0, dump, seed, all.toArray(String[]::new));
    }

    /** The kinds of damage that met a fate. */
    List<String> kinds(Fate fate) {
        return mutations.of(fate).stream().map(Mutant::kind).toList();
    }
}
