package dev.muster.restore.task;

import dev.muster.contract.request.DrillRequest;
import dev.muster.contract.request.RequestedCopy;
import dev.muster.contract.result.SelectionFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Walks the way that every task goes, while the image is built, so that Java can keep the classes
 * of it in a start-up cache: it drills a very small backup out of a store of its own. An image that
 * cannot do that is not to be built.
 */
public final class Training {
    /** A very small backup. */
    public static final String DUMP =
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

    private Training() {}

    /** Ends with the drill's exit code: 0 where it was proven. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (TrainingStore store = TrainingStore.start()) {
            byte[] backup = backup();
            String etag = store.put("/backups/train.sql.gz", backup);
            store.put("/plans/muster.yaml", plan(store.endpoint()));
            System.setProperty("aws.endpointUrl", store.endpoint());
            System.setProperty("aws.region", "us-east-1");
            System.setProperty("aws.accessKeyId", "training");
            System.setProperty("aws.secretAccessKey", "training");
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("TRAINING_KEYS", "training:training");
            environment.put(Assignment.REQUEST, request(backup.length, etag).toJson());
            environment.put(Assignment.PLANS, "s3://plans/muster.yaml");
            environment.put(Assignment.RECORDS, "s3://records");
            System.exit(new Task(environment, out).run());
        }
    }

    private static byte[] backup() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(DUMP.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] plan(String endpoint) {
        return """
        plans:
          training:
            stores:
              - s3: { bucket: backups, endpoint: "%s", credentials: "env:TRAINING_KEYS" }
        """
                .formatted(endpoint)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static DrillRequest request(long size, String etag) {
        Instant now = Instant.now();
        return new DrillRequest(
                DrillRequest.SCHEMA_VERSION,
                "training",
                "training",
                "train.sql.gz",
                now,
                List.of(new RequestedCopy(0, size, now, etag)),
                new SelectionFacts("key", null, null, 1, "the only one"),
                now,
                List.of());
    }
}
