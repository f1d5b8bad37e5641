package dev.muster.cli.mutate;

import dev.muster.cli.mutate.MutationDrill.Damaged;
import dev.muster.cli.mutate.MutationDrill.NotApplicable;
import dev.muster.contract.Finding;
import dev.muster.contract.Verdict;
import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does each kind of damage on its way, on a copy, and has that drilled. */
final class Ways {
    private final Bench bench;
    private final CopyDrills copies;
    private @Nullable DrillResult untouchedFile;
    private @Nullable DrillResult untouchedArchive;
    private @Nullable DrillResult untouchedDatabase;
    private @Nullable DrillResult untouchedDump;

    Ways(Bench bench, CopyDrills copies) {
        this.bench = bench;
        this.copies = copies;
    }

    Damaged damaged(Kind kind, Random random)
            throws NotApplicable, SQLException, IOException, InterruptedException {
        return switch (kind) {
            case Kind.Stored stored -> stored(stored, random);
            case Kind.InArchive in -> archive(in, random);
            case Kind.OtherKey _ -> otherKey();
            case Kind.Unencrypted _ -> unencrypted();
            case Kind.InDatabase in -> database(in, random);
            case Kind.InDump in -> dump(in, random);
        };
    }

    private Damaged stored(Kind.Stored kind, Random random) throws NotApplicable, IOException {
        if (untouchedFile == null) {
            untouchedFile = proven(copies.drill(copies.stored()), "stored");
        }
        Path copy = copies.stored();
        Path file = largest(copy);
        if (kind.mutation() == FileMutation.FLIP_FIRST && !file.equals(copy)) {
            throw new NotApplicable("the backup is a folder");
        }
        kind.mutation().to(file, 0, Files.size(file), random);
        return new Damaged("" + file.getFileName(), copies.drill(copy), untouchedFile);
    }

    private Damaged archive(Kind.InArchive kind, Random random) throws NotApplicable, IOException {
        if (!bench.isFile()) {
            throw new NotApplicable("the archive is a directory");
        }
        long data = bench.dataOffset();
        if (bench.isSql() && kind.mutation() == FileMutation.FLIP_HEADER
                || data < 0 && kind.part() != Kind.Part.WHOLE) {
            throw new NotApplicable(
                    "the archive has no table of contents that lies apart from its data");
        }
        if (bench.isSql() && kind.mutation() == FileMutation.CRLF) {
            throw new NotApplicable("the archive is text, which such a transfer leaves whole");
        }
        DrillResult control = untouchedArchive();
        Path copy = copies.archive();
        long from = kind.part() == Kind.Part.DATA ? data : Math.min(64, Files.size(copy) - 1);
        long to = kind.part() == Kind.Part.TABLE_OF_CONTENTS ? data : Files.size(copy);
        kind.mutation().to(copy, from, to, random);
        return new Damaged("the archive", copies.drill(copy), control);
    }

    private DrillResult untouchedArchive() throws NotApplicable, IOException {
        if (untouchedArchive == null) {
            untouchedArchive = proven(copies.drill(copies.archive()), "archive");
        }
        return untouchedArchive;
    }

    private Damaged otherKey() throws NotApplicable, IOException {
        if (!copies.encrypted()) {
            throw new NotApplicable("the backup is not encrypted");
        }
        return new Damaged(
                "the key", copies.drillWithOtherKey(copies.stored()), bench.proven());
    }

    private Damaged unencrypted() throws NotApplicable, IOException {
        if (!copies.encrypted() || !bench.isFile()) {
            throw new NotApplicable("the backup is not encrypted");
        }
        return new Damaged("the stored file", copies.drill(copies.archive()), bench.proven());
    }

    private Damaged database(Kind.InDatabase kind, Random random)
            throws NotApplicable, SQLException {
        for (String database : bench.databases()) {
            List<Target> targets;
            try (Bench.Copy copy = bench.copy(database);
                    Connection connection = copy.connect()) {
                targets = Target.pick(connection, kind.pick(), random);
                Target struck = Target.strikeFirst(connection, targets, kind.rows());
                if (struck != null) {
                    connection.close();
                    return new Damaged(struck.object(), copy.verify(), untouchedDatabase(copy));
                }
            }
        }
        throw new NotApplicable("there is nothing in the database that it fits");
    }

    /** What an unchanged copy gives; the copy that is at hand is replaced by it. */
    private DrillResult untouchedDatabase(Bench.Copy used) throws NotApplicable, SQLException {
        if (untouchedDatabase == null) {
            try (Bench.Copy copy = bench.copy(used.original())) {
                untouchedDatabase = proven(copy.verify(), "restored database");
            }
        }
        return untouchedDatabase;
    }

    private Damaged dump(Kind.InDump kind, Random random)
            throws NotApplicable, SQLException, IOException, InterruptedException {
        if (!bench.dumps() || bench.databases().size() > 1) {
            throw new NotApplicable(
                    bench.dumps()
                            ? "the backup holds several databases"
                            : "this machine has no pg_dump to make such a dump");
        }
        String database = bench.databases().getFirst();
        if (untouchedDump == null) {
            try (Bench.Copy copy = bench.copy(database)) {
                Path file = copies.dump(bench, copy.name(), List.of());
                untouchedDump = proven(copies.drill(file), "dump made again");
            }
        }
        try (Bench.Copy copy =
                kind.source() == Kind.Source.EMPTY || kind.source() == Kind.Source.OTHER
                        ? bench.empty(database)
                        : bench.copy(database)) {
            Target target = prepare(kind, copy, random);
            List<String> options =
                    kind.pick().isEmpty() ? List.of() : List.of(target.statement());
            Path file = copies.dump(bench, copy.name(), options);
            return new Damaged(target.object(), copies.drill(file), untouchedDump);
        }
    }

    private static Target prepare(Kind.InDump kind, Bench.Copy copy, Random random)
            throws NotApplicable, SQLException {
        try (Connection connection = copy.connect();
                Statement statement = connection.createStatement()) {
            switch (kind.source()) {
                case EMPTY -> {
                    return new Target("the whole dump", "");
                }
                case OTHER -> {
                    statement.execute(
                            "CREATE TABLE public.other (id int PRIMARY KEY); INSERT INTO"
                                    + " public.other SELECT generate_series(1, 1000)");
                    return new Target("the whole dump", "");
                }
                case STALE -> {
                    Kind.InDatabase newest =
                            RowDamage.KINDS.stream()
                                    .filter(k -> k.name().equals("delete-newest"))
                                    .findFirst()
                                    .orElseThrow();
                    List<Target> targets = Target.pick(connection, newest.pick(), random);
                    Target struck = Target.strikeFirst(connection, targets, true);
                    if (struck != null) {
                        return struck;
                    }
                }
                case UNCHANGED -> {
                    List<Target> targets = Target.pick(connection, kind.pick(), random);
                    if (!targets.isEmpty()) {
                        return targets.getFirst();
                    }
                }
            }
        }
        throw new NotApplicable("there is nothing in the database that it fits");
    }

    private static DrillResult proven(DrillResult result, String what) throws NotApplicable {
        if (result.verdict() != Verdict.PROVEN) {
            String why =
                    result.findings().stream()
                            .filter(Finding::decides)
                            .map(f -> f.code().name())
                            .findFirst()
                            .orElse("no finding");
            throw new NotApplicable(
                    "an unchanged copy of the %s is not proven on this way: %s"
                            .formatted(what, why));
        }
        return result;
    }

    private static Path largest(Path copy) throws IOException {
        if (Files.isRegularFile(copy)) {
            return copy;
        }
        Path largest = null;
        long size = -1;
        try (Stream<Path> files = Files.list(copy)) {
            for (Path each : files.sorted().toList()) {
                if (Files.size(each) > size && !each.endsWith("toc.dat")) {
                    largest = each;
                    size = Files.size(each);
                }
            }
        }
        if (largest == null) {
            throw new IOException("the folder holds no data");
        }
        return largest;
    }
}
