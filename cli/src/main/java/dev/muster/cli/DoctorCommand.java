package dev.muster.cli;

import dev.muster.cli.terminal.Quantities;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingException;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.restore.ServerAccess;
import dev.muster.restore.postgres.sandbox.Sandbox;
import dev.muster.restore.postgres.server.Installation;
import dev.muster.restore.postgres.server.Installations;
import dev.muster.restore.postgres.server.Machine;
import dev.muster.restore.postgres.server.NamedServer;
import dev.muster.restore.postgres.server.Reaper;
import dev.muster.restore.postgres.server.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what this machine has and lacks for drills, and removes what killed drills left. */
@Command(
        name = "doctor",
        description = "What this machine has and lacks for drills.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 a drill can run here, 2 something that it needs is missing."})
final class DoctorCommand implements Callable<Integer> {
    private static final int LACKING = 2;
    private static final long LITTLE_DISK = 2_000_000_000;

    private final Screen screen;
    private final Map<String, String> environment;
    private boolean lacking;

    @Option(
            names = "--reap",
            description = {
                "Remove what drills left that were killed, also on the servers",
                "that the plans name to restore into."
            })
    private boolean reap;

    @Mixin private PlanOptions plans;

    DoctorCommand(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        fact("java", Runtime.version() + ", " + System.getProperty("java.home"));
        postgres();
        sandbox();
        machine();
        disk();
        if (reap) {
            reap();
        }
        screen.line("");
        screen.line(lacking ? "a drill cannot run here yet" : "a drill can run here");
        return lacking ? LACKING : ExitCode.OK;
    }

    private void postgres() {
        List<Installation> all = Installations.find(environment).all();
        boolean anyComplete = all.stream().anyMatch(Installation::complete);
        for (Installation each : all) {
            if (anyComplete && !each.complete()) {
                continue; // Links to some of the programs, as in /usr/bin.
            }
            fact(
                    "postgres",
                    "%s in %s, %d extensions%s"
                            .formatted(
                                    each.version(),
                                    each.bin(),
                                    each.extensions().size(),
                                    missing(each)));
        }
        if (!anyComplete) {
            lacks(
                    all.isEmpty() ? "no PostgreSQL was found" : "no complete PostgreSQL was found",
                    "install PostgreSQL's server and client programs, or set MUSTER_PG_BIN to their"
                            + " folder");
        }
    }

    private static String missing(Installation installation) {
        List<String> missing = new ArrayList<>(List.of("initdb", "postgres", "psql", "pg_restore"));
        missing.add("pg_dump");
        missing.removeAll(installation.programs());
        return missing.isEmpty() ? "" : "; lacks " + String.join(", ", missing);
    }

    private void sandbox() {
        fact("sandbox", Sandbox.level());
        if (!Sandbox.contains()) {
            screen.warning(
                    "commands in a hostile backup cannot be contained here; Linux 5.13 or later can");
        }
    }

    private void machine() {
        fact(
                "machine",
                "%d processors, %s %s"
                        .formatted(
                                Machine.cpus(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version")));
    }

    private void disk() {
        Path work = WorkDirectory.parent(environment);
        try {
            Path existing =
                    Stream.iterate(work.toAbsolutePath(), Path::getParent)
                            .filter(Files::exists)
                            .findFirst()
                            .orElse(Path.of("/"));
            long free = Files.getFileStore(existing).getUsableSpace();
            fact("work", "%s, %s free".formatted(work, Quantities.bytes(free)));
            if (free < LITTLE_DISK) {
                screen.warning("a drill needs room for the archive and the restored database");
            }
        } catch (IOException e) {
            lacks(
                    "\"" + work + "\" cannot be used: " + e.getMessage(),
                    "set MUSTER_WORK to a directory on a large disk");
        }
    }

    private void reap() {
        Reaper.Reaped reaped = Reaper.reap(environment);
        reaped.removed().forEach(path -> fact("removed", path.toString()));
        List<Finding> leftovers = new ArrayList<>(reaped.leftovers());
        boolean any = !reaped.removed().isEmpty();
        for (Plan plan : plans.ifThere()) {
            any |= reap(plan, leftovers);
        }
        for (Finding leftover : leftovers) {
            screen.problem(leftover.message(), leftover.hint());
        }
        if (!any && leftovers.isEmpty()) {
            fact("removed", "nothing: no killed drill left anything");
        }
    }

    /** What drills of the plan left on the server that they restore into. */
    private boolean reap(Plan plan, List<Finding> leftovers) {
        try {
            Optional<NamedServer.Reaped> reaped = ServerAccess.reap(plan, environment);
            reaped.ifPresent(found -> leftovers.addAll(found.leftovers()));
            List<String> dropped = reaped.map(NamedServer.Reaped::dropped).orElse(List.of());
            dropped.forEach(
                    role -> fact("removed", role + " and its databases, of plan " + plan.name()));
            return !dropped.isEmpty();
        } catch (FindingException e) {
            leftovers.add(e.finding());
        } catch (MusterException e) {
            screen.problem(String.valueOf(e.getMessage()), e.hint());
        }
        return true;
    }

    private void fact(String name, String text) {
        screen.line("%-9s %s".formatted(name, text));
    }

    private void lacks(String what, String hint) {
        lacking = true;
        screen.problem(what, hint);
    }
}
