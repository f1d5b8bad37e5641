package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.Progress;
import dev.muster.restore.postgres.errors.ErrorSink;
import dev.muster.restore.postgres.sandbox.Reach;
import dev.muster.restore.postgres.server.Installations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes through the pipes of a tool, and what becomes of a failure at our end of them. */
class FeedingTest {
    @Test
    void anErrorOnOurSideIsNotTakenForTheScriptsEnd() {
        assertThatThrownBy(() ->
                        psql(
                                _ -> {
                                    throw new OutOfMemoryError("a row too large");
                                },
                                _ -> {}))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anErrorWhileItsWordsAreReadIsNotTakenForSilence() {
        assertThatThrownBy(() ->
                        psql(
                                null,
                                _ -> {
                                    throw new IllegalArgumentException("a defect");
                                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ToolRun.Ended psql(ToolRun.@Nullable Feeder feeder, Consumer<String> errorLine) {
        Path psql =
                Installations.find(System.getenv()).choose(0, 14).installation().program("psql");
        ToolRun run =
                new ToolRun(
                        List.of(psql.toString(), "--no-such-option"),
                        Map.of(),
                        Reach.ofProgram(psql),
                        errorLine);
        return run.run(
                feeder, new Watch("psql", Duration.ofMinutes(1), Long.MAX_VALUE, null, null));
    }

    @Test
    void aStatementLargerThanAnyArrayPassesThrough() throws Exception {
        long rows = (3L << 30) / Spaces.SIZE;
        Counted out = new Counted();
        feeder(() -> new Spaces(rows)).feed(out);
        assertThat(out.bytes).isEqualTo(rows * Spaces.SIZE);
    }

    @Test
    void longAndShortLinesArriveAsTheyAre() throws Exception {
        String script =
                "SELECT 1;\n"
                        + "x".repeat(ScriptLines.HELD - 1)
                        + "\n"
                        + "y".repeat(ScriptLines.HELD)
                        + "\n\n"
                        + "z".repeat(700_000)
                        + "\nlast";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        feeder(() -> new ByteArrayInputStream(script.getBytes(StandardCharsets.ISO_8859_1)))
                .feed(out);
        assertThat(out.toString(StandardCharsets.ISO_8859_1).equals(script)).isTrue();
    }

    @Test
    void ofALineOfManyMegabytesOnlyTheBeginningIsHandedOn() {
        List<String> lines = new ArrayList<>();
        ToolWords.read(
                new ByteArrayInputStream(
                        ("first\n" + "x".repeat(9 << 20) + "\n\nlast")
                                .getBytes(StandardCharsets.UTF_8)),
                lines::add);
        assertThat(lines).hasSize(4).startsWith("first").endsWith("", "last");
        assertThat(lines.get(1)).hasSize(1 << 16);
    }

    private static ScriptFeeder feeder(Payload.Source source) {
        return new ScriptFeeder(
                new Payload.Script(source, 0),
                false,
                (_, _, _) -> true,
                new ErrorSink(),
                Progress.NONE);
    }

    /** One line of blanks without an end. */
    private static final class Spaces extends InputStream {
        static final int SIZE = 1 << 18;

        private long left;

        Spaces(long times) {
            left = times * SIZE;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(to, offset, offset + count, (byte) ' ');
            left -= count;
            return count;
        }
    }

    private static final class Counted extends OutputStream {
        long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            bytes += length;
        }
    }
}
