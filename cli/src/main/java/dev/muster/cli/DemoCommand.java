package dev.muster.cli;

import dev.muster.cli.demo.Damage;
import dev.muster.cli.demo.Demo;
import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.Plan;
import dev.muster.trigger.Locate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Shows what Muster does, on backups that it makes for the purpose. */
@Command(
        name = "demo",
        description =
                "Makes a sample database and seven encrypted backups of it in two stores, drills one"
                        + " of them at random, and shows the report.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final Screen screen;

    @Option(
            names = "--damage",
            paramLabel = "KIND",
            converter = DamageName.class,
            completionCandidates = DamageNames.class,
            description = "Damage the chosen backup first: ${COMPLETION-CANDIDATES}.")
    private @Nullable Damage damage;

    @Option(
            names = "--copies",
            paramLabel = "WHICH",
            defaultValue = "all",
            description = "Which copies are damaged: all, or first; then the second store serves.")
    private Copies copies = Copies.all;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Chooses the same of the seven backups again.")
    private @Nullable Long seed;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = ".muster/demo",
            description = "Where everything is made (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".muster/demo");

    /** Which of a backup's two copies. */
    enum Copies {
        all,
        first
    }

    DemoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        long chosenSeed = seed != null ? seed : Locate.freshSeed();
        boolean firstOnly = copies == Copies.first;
        screen.line("A sample shop, its backups of seven days, and a drill of one of them.");
        screen.line("");
        Demo demo;
        Plan plan;
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            demo = new Demo(folder, System.getenv(), progress);
            plan = demo.prepare(chosenSeed, damage, firstOnly);
        } catch (IOException | SQLException | InterruptedException e) {
            throw new MusterException(
                    "DEMO_FAILED",
                    "the demo's backups could not be made: " + e.getMessage(),
                    "run `muster doctor`",
                    e);
        }
        if (damage != null) {
            screen.fact("damage", damage.what() + (firstOnly ? " (in store-a only)" : ""));
        }
        DrillOutput output = new DrillOutput(null, null, demo.records());
        int code = new DrillRun(screen, output, System.getenv()).run(plan, chosenSeed);
        sayWhatNext(demo);
        return code;
    }

    private void sayWhatNext(Demo demo) {
        screen.line("");
        if (damage != null && copies == Copies.all) {
            String verdict = damage.verdict().name().toLowerCase(Locale.ROOT);
            screen.fact("expected", verdict + ", with " + damage.finding());
        }
        screen.fact("again", "./muster drill shop --config " + demo.planFile());
        screen.fact("damage", "./muster demo --damage KIND, where KIND is " + DamageNames.all());
    }

    /** Reads the name of a kind of damage. */
    static final class DamageName implements ITypeConverter<Damage> {
        @Override
        public Damage convert(String name) {
            return Arrays.stream(Damage.values())
                    .filter(each -> each.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "\"" + name + "\" is none of " + DamageNames.all()));
        }
    }

    /** The names of all kinds of damage. */
    static final class DamageNames implements Iterable<String> {
        static String all() {
            return Arrays.stream(Damage.values())
                    .map(Damage::toString)
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Damage.values()).map(Damage::toString).iterator();
        }
    }
}
