package dev.muster.contract.plan;

import dev.muster.contract.MusterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Turns a file's bytes into YAML's nodes, which know their lines. Constructs no objects. */
final class YamlText {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 30;

    private YamlText() {}

    static Node read(Path file) {
        return read(file.toString(), bytes(file));
    }

    /**
     * @param name of where the text comes from, for messages
     */
    static Node read(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw tooLarge(name);
        }
        String text = decode(name, bytes);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setProcessComments(false);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw failure("PLAN_INVALID", name, null, "the file is empty", EMPTY);
            }
            return root;
        } catch (MarkedYAMLException e) {
            String problem = e.getProblem() == null ? "this is no YAML" : e.getProblem();
            throw failure("PLAN_SYNTAX", name, e.getProblemMark(), oneLine(problem), hint(problem));
        } catch (YAMLException e) {
            throw failure("PLAN_SYNTAX", name, null, oneLine(String.valueOf(e.getMessage())), "");
        }
    }

    private static final String EMPTY = "write a plan, as docs/configuration.md shows";

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw tooLarge(file.toString());
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new MusterException(
                    "PLAN_FILE_MISSING",
                    "there is no file \"" + file + "\"",
                    "write one, as docs/configuration.md shows, or name yours with --config",
                    e);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "it is a directory" : "" + e.getMessage();
            throw new MusterException(
                    "PLAN_FILE_UNREADABLE",
                    "cannot read \"" + file + "\": " + why,
                    "name a configuration file that you may read",
                    e);
        }
    }

    private static MusterException tooLarge(String name) {
        return failure(
                "PLAN_FILE_UNREADABLE",
                name,
                null,
                "the file is larger than 1 MiB",
                "give the configuration file, not a backup");
    }

    private static String decode(String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            in.position(3);
        } else if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw failure(
                    "PLAN_SYNTAX", name, null, "the file is UTF-16", "save the file as UTF-8");
        }
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw new MusterException(
                    "PLAN_SYNTAX",
                    name + ":" + line + ": the file is not UTF-8",
                    "save the file as UTF-8",
                    new CharacterCodingException());
        }
        return out.toString();
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static String hint(String problem) {
        if (problem.contains("TAB")) {
            return "indent with spaces: YAML allows no tabs";
        }
        if (problem.contains("alias") || problem.contains("expected ',' or '}'")) {
            return "put quotes around a value that holds {, }, *, & or a colon and a space";
        }
        return "look at the indentation, the colons and the quotes of this line and the one above";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static MusterException failure(
            String code, String file, @Nullable Mark mark, String what, String hint) {
        Problems problems = new Problems(file);
        problems.add(
                code,
                mark,
                "",
                what,
                hint.isEmpty() ? "write the file anew, as docs/configuration.md shows" : hint);
        return problems.told();
    }
}
