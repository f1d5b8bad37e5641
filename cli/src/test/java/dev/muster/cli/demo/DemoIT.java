package dev.muster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.terminal.ProgressDisplay;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.plan.Plan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @Test
    void sevenBackupsLieInBothStores(@TempDir Path directory) throws Exception {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        Screen screen = new Screen(writer, writer, false, 80, false, true);
        Plan plan;
        try (ProgressDisplay progress = ProgressDisplay.on(screen)) {
            plan =
                    new Demo(directory.resolve("demo"), System.getenv(), progress)
                            .prepare(1, null, false);
        }
        List<String> first = names(directory.resolve("demo/store-a"));
        assertThat(plan.stores()).hasSize(2);
        assertThat(first)
                .hasSize(7)
                .allMatch(name -> name.matches("shop-\\d{8}T\\d{6}\\.dump\\.gz\\.enc"));
        assertThat(names(directory.resolve("demo/store-b"))).isEqualTo(first);
        assertThat(text.toString()).contains("rows in").contains("backups: 7, each in two stores");
    }

    private static List<String> names(Path store) throws Exception {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
