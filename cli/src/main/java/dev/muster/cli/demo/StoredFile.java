package dev.muster.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What can befall a file in a store. */
final class StoredFile {
    private static final String ERROR_PAGE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>
            """;

    private StoredFile() {}

    static void truncate(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    static void flipOneLetter(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long middle = channel.size() / 2;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, middle);
            // Another letter of base64, so that only the contents tell.
            byte letter = one.get(0);
            one.put(0, letter == 'A' ? (byte) 'B' : (byte) 'A').rewind();
            channel.write(one, middle);
        }
    }

    static void empty(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }

    static void becomeErrorPage(Path file) throws IOException {
        Files.writeString(file, ERROR_PAGE);
    }
}
