package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.restore.task.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;

/**
 * Walks the ways that every drill goes, so that the launcher can keep their classes in a cache: it
 * drills a very small backup. Where there is no PostgreSQL it comes less far, which is no failure.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private final Screen screen;

    TrainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("muster-train-");
        try {
            Path dump = folder.resolve("train.sql.gz");
            try (var out = new GZIPOutputStream(Files.newOutputStream(dump))) {
                out.write(Training.DUMP.getBytes(StandardCharsets.UTF_8));
            }
            String records = folder.resolve("records").toString();
            String[] drill = {"drill", "--file", dump.toString(), "--records", records};
            Main.run(drill, screen);
            Main.run(new String[] {"history", "--records", records}, screen);
        } finally {
            remove(folder);
        }
        return ExitCode.OK;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
