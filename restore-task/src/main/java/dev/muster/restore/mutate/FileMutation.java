package dev.muster.restore.mutate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The ways to damage a file's bytes. */
enum FileMutation {
    CUT_HALF("the second half is gone") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            resize(file, Files.size(file) / 2);
        }
    },
    CUT_END("the last byte is gone") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            resize(file, Files.size(file) - 1);
        }
    },
    FLIP_FIRST("a bit of the first byte is another") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            flip(file, 0, random);
        }
    },
    FLIP_HEADER("a bit of the header is another") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            // The archive's magic word, version and sizes of integers, offsets and format.
            flip(file, random.nextInt(11), random);
        }
    },
    FLIP("a bit is another") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            flip(file, from + Math.floorMod(random.nextLong(), Math.max(1, to - from)), random);
        }
    },
    ZEROES("a block of 4 kB is all zeroes") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            long room = Math.max(1, to - from - BLOCK);
            long at = from + Math.floorMod(random.nextLong(), room);
            overwrite(file, at, new byte[(int) Math.min(BLOCK, Files.size(file) - at)]);
        }
    },
    EMPTY("the file has no byte") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            Files.write(file, new byte[0]);
        }
    },
    ERROR_PAGE("an object store's error page lies in its place") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            Files.writeString(
                    file,
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <Error><Code>SlowDown</Code></Error>
                    """);
        }
    },
    ERROR_TEXT("pg_dump's error message lies in its place") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            Files.writeString(
                    file,
                    "pg_dump: error: connection to server at \"db\", port 5432 failed:"
                            + " Connection refused\n");
        }
    },
    CRLF("line feeds became carriage return and line feed, as a transfer as text does") {
        @Override
        void to(Path file, long from, long to, Random random) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    };

    private static final int BLOCK = 4096;

    private final String what;

    FileMutation(String what) {
        this.what = what;
    }

    /** What was done to it, in half a sentence. */
    String what() {
        return what;
    }

    /**
     * Damages the file.
     *
     * @param from the first byte that may be chosen, where there is a choice
     * @param to the first that may not
     */
    abstract void to(Path file, long from, long to, Random random) throws IOException;

    private static void resize(Path file, long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
    }

    private static void flip(Path file, long at, Random random) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(old ^ (1 << random.nextInt(8)));
        }
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }
}
