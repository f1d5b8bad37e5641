package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
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
    private static final String DUMP =
            """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 13.0
            -- Dumped by pg_dump version 13.0

            CREATE TABLE public.parent (id integer NOT NULL, name text);
            CREATE TABLE public.child (id integer NOT NULL, parent_id integer);
            COPY public.parent (id, name) FROM stdin;
            1	one
            \\.
            COPY public.child (id, parent_id) FROM stdin;
            1	1
            \\.
            ALTER TABLE ONLY public.parent ADD CONSTRAINT parent_pkey PRIMARY KEY (id);
            ALTER TABLE ONLY public.child
                ADD CONSTRAINT child_fkey FOREIGN KEY (parent_id) REFERENCES public.parent(id);

            --
            -- PostgreSQL database dump complete
            --

            """;

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
                out.write(DUMP.getBytes(StandardCharsets.UTF_8));
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
