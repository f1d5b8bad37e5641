package dev.muster.restore.fetch;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import dev.muster.restore.fetch.Members.Member;
import dev.muster.restore.fetch.layer.Head;
import dev.muster.restore.fetch.layer.LayerStream;
import dev.muster.restore.fetch.layer.Layers;
import dev.muster.stores.DirectoryFiles;
import dev.muster.stores.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the one archive among the files of a tar or zip: a directory archive or a dump. */
final class Unpack {
    private static final String TARGET = "archive.dir";
    private static final int NAMES_SHOWN = 5;
    private static final Pattern BESIDE_THE_DUMP =
            Pattern.compile("(.*[-_.])?(globals?|roles|tablespaces)([-_.].*)?|restore\\.sql");

    /** What people put beside a dump, and what may tell how to restore it. */
    private static final Pattern NOTE =
            Pattern.compile(
                    "(readme|install|license|notes?|howto)([-_.].*)?"
                            + "|.*\\.(md|markdown|rst|adoc|txt|sh|bash|bat|cmd|ps1|py|conf|ini|log)");

    private record Dump(String path, Payload payload) {}

    private final String format;
    private final Members members;
    private final Unwrap unwrap;
    private final Landing landing;
    private final List<String> layers;
    private final boolean encrypted;
    private final List<Dump> dumps = new ArrayList<>();
    private final Set<Path> tocs = new LinkedHashSet<>();
    private final Map<String, Finding> others = new LinkedHashMap<>();
    private int dataFiles;

    /**
     * Prepares to read a tar or zip.
     *
     * @param layers those around it, and itself
     */
    Unpack(
            String format,
            Members members,
            Unwrap unwrap,
            Landing landing,
            List<String> layers,
            boolean encrypted) {
        this.format = format;
        this.members = members;
        this.unwrap = unwrap;
        this.landing = landing;
        this.layers = layers;
        this.encrypted = encrypted;
    }

    Payload run() throws IOException {
        try {
            Member member;
            while ((member = members.next()) != null) {
                take(member);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new FindingException(explain(e), e);
        }
        return choose();
    }

    private void take(Member member) throws IOException {
        String path = DirectoryArchive.safePath(member.path());
        if (DirectoryArchive.isPhysical(path)) {
            throw DirectoryArchive.physical(path);
        }
        LayerStream content = new LayerStream(member.content(), this::explain);
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (DirectoryFiles.owns(name)) {
            Path file = landing.write(TARGET + "/" + path, content);
            if (DirectoryFiles.isToc(name)) {
                tocs.add(file);
            }
            dataFiles++;
            return;
        }
        Head head = content.peek();
        Content kind = Content.ofMember(head);
        try {
            if (Layers.of(head) != null || isDump(kind)) {
                String target = "archive-" + (dumps.size() + 1);
                dumps.add(new Dump(path, unwrap.peelMember(content, layers, encrypted, target)));
            } else if (!head.isEmpty()) {
                others.put(path, NotAnArchive.finding(kind, layers));
            }
        } catch (FindingException e) {
            if (!NotAnArchive.isAnother(e.finding().code())) {
                throw e;
            }
            others.put(path, e.finding());
        }
    }

    private static boolean isDump(Content content) {
        return switch (content.kind()) {
            case DUMP, TAR, ZIP, DAMAGED_ARCHIVE -> true;
            case ERROR_TEXT, PHYSICAL, UNSUPPORTED, FOREIGN, EMPTY, UNKNOWN -> false;
        };
    }

    private Payload choose() {
        List<Dump> candidates = without(Unpack::isBesideTheDump, without(Unpack::isNote, dumps));
        if (tocs.size() + candidates.size() > 1) {
            throw several(candidates);
        }
        if (tocs.size() == 1) {
            Path directory = tocs.iterator().next().getParent();
            return new Payload(
                    directory == null ? landing.directory() : directory, true, layers, encrypted);
        }
        if (candidates.size() == 1) {
            return candidates.getFirst().payload();
        }
        if (dataFiles > 0) {
            throw DirectoryArchive.tocMissing("the " + format);
        }
        throw noDump();
    }

    /** Something that Muster cannot unwrap says more than what is surely no dump. */
    private FindingException noDump() {
        if (others.isEmpty()) {
            return new FindingException(
                    Finding.of(
                            FindingCode.BACKUP_EMPTY,
                            null,
                            "the %s is intact and holds no file with content".formatted(format)));
        }
        Finding first =
                others.values().stream()
                        .filter(finding -> finding.cause() == Cause.ENVIRONMENT)
                        .findFirst()
                        .orElse(others.values().iterator().next());
        if (others.size() == 1 || first.cause() == Cause.ENVIRONMENT) {
            return new FindingException(first);
        }
        return new FindingException(
                Finding.of(
                        FindingCode.NOT_A_BACKUP,
                        null,
                        "none of the %,d files in the %s is a dump: %s"
                                .formatted(
                                        others.size(),
                                        format,
                                        shown(List.copyOf(others.keySet())))));
    }

    /** Without those, but where nothing else could be restored. */
    private List<Dump> without(Predicate<String> name, List<Dump> from) {
        List<Dump> others = from.stream().filter(dump -> !name.test(dump.path())).toList();
        return others.isEmpty() && tocs.isEmpty() ? from : others;
    }

    private static boolean isBesideTheDump(String path) {
        return BESIDE_THE_DUMP.matcher(name(path)).matches();
    }

    private static boolean isNote(String path) {
        return NOTE.matcher(name(path)).matches();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private FindingException several(List<Dump> candidates) {
        List<String> names = new ArrayList<>();
        tocs.forEach(toc -> names.add(landing.directory().relativize(toc).toString()));
        candidates.forEach(dump -> names.add(dump.path()));
        return new FindingException(
                Finding.of(
                                FindingCode.LAYER_UNSUPPORTED,
                                null,
                                "the %s holds %d dumps, and a drill restores one: %s"
                                        .formatted(format, names.size(), shown(names)))
                        .withHint("store each dump as a backup of its own"));
    }

    private static String shown(List<String> names) {
        String some =
                names.stream()
                        .limit(NAMES_SHOWN)
                        .map(name -> '"' + DirectoryArchive.shown(name) + '"')
                        .collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? some + ", …" : some;
    }

    private Finding explain(Exception thrown) {
        String why = String.valueOf(thrown.getMessage());
        if (why.contains("encrypted ZIP") || why.contains("unsupported compression")) {
            return Finding.of(
                    FindingCode.LAYER_UNSUPPORTED,
                    null,
                    "the zip is encrypted or compressed in a way that Muster cannot unwrap: "
                            + why);
        }
        if (thrown instanceof Members.Unsupported) {
            return Finding.of(
                            FindingCode.LAYER_UNSUPPORTED,
                            null,
                            "the %s holds %s, which Muster does not unpack".formatted(format, why))
                    .withHint(
                            "pack the files themselves: tar with --hard-dereference and -h, without -S");
        }
        return thrown instanceof EOFException
                ? Finding.of(
                        FindingCode.COMPRESSION_TRUNCATED,
                        null,
                        "the %s ends in the middle of a file: it is truncated".formatted(format))
                : Finding.of(
                        FindingCode.COMPRESSION_DAMAGED,
                        null,
                        "the %s is damaged: %s".formatted(format, why));
    }
}
