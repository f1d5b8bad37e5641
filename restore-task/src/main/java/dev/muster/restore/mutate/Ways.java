package dev.muster.restore.mutate;

import dev.muster.contract.result.DrillResult;
import dev.muster.restore.Bench;
import dev.muster.restore.Experiment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does each kind of damage on its way, on a copy, and has that drilled. */
final class Ways {
    private static final List<String> CUSTOM = List.of("--format=custom", "--compress=1");

    /** Says as little of the database's name as the backup does. */
    private static final List<String> PLAIN = List.of("--format=plain");

    private final Bench bench;
    private final Copies copies;
    private final CopyDrills drills;
    private final Controls controls;
    private final Clock clock;
    private final Likeness likeness;

    Ways(Bench bench, Copies copies, CopyDrills drills, Controls controls, Clock clock) {
        this.bench = bench;
        this.copies = copies;
        this.drills = drills;
        this.controls = controls;
        this.clock = clock;
        likeness = new Likeness(bench);
    }

    /** Does the damage. */
    Damaged damaged(Kind kind, Random random)
            throws Uncounted, SQLException, IOException, InterruptedException {
        return switch (kind) {
            case Kind.Stored stored -> stored(stored, random);
            case Kind.InArchive in -> archive(in, random);
            case Kind.OtherKey _ -> otherKey();
            case Kind.Unencrypted _ -> unencrypted();
            case Kind.InDatabase in -> database(in, random);
            case Kind.InDump in -> dump(in, random);
        };
    }

    private Damaged stored(Kind.Stored kind, Random random)
            throws Uncounted, SQLException, IOException, InterruptedException {
        DrillResult control =
                controls.of(Way.STORED, () -> drills.run(copies.stored(), _ -> List.of()));
        controls.needTime(Way.STORED);
        Path copy = copies.stored();
        Path file = largest(copy);
        if (kind.mutation() == FileMutation.FLIP_FIRST && !file.equals(copy)) {
            throw Uncounted.notApplicable("the backup is a folder");
        }
        kind.mutation().to(file, 0, Files.size(file), random);
        return drilled("" + file.getFileName(), control, then -> drills.run(copy, then));
    }

    private Damaged archive(Kind.InArchive kind, Random random)
            throws Uncounted, SQLException, IOException, InterruptedException {
        if (!bench.isFile()) {
            throw Uncounted.notApplicable("the archive is a directory");
        }
        long data = bench.dataOffset();
        if ((bench.isSql() && kind.mutation() == FileMutation.FLIP_HEADER)
                || (data < 0 && kind.part() != Kind.Part.WHOLE)) {
            throw Uncounted.notApplicable(
                    "the archive has no table of contents that lies apart from its data");
        }
        if (bench.isSql() && kind.mutation() == FileMutation.CRLF) {
            throw Uncounted.notApplicable(
                    "the archive is text, which such a transfer leaves whole");
        }
        DrillResult control =
                controls.of(Way.ARCHIVE, () -> drills.ofArchive(copies.archive(), _ -> List.of()));
        controls.needTime(Way.ARCHIVE);
        Path copy = copies.archive();
        long from = kind.part() == Kind.Part.DATA ? data : Math.min(64, Files.size(copy) - 1);
        long to = kind.part() == Kind.Part.TABLE_OF_CONTENTS ? data : Files.size(copy);
        kind.mutation().to(copy, from, to, random);
        return drilled("the archive", control, then -> drills.ofArchive(copy, then));
    }

    private Damaged otherKey() throws Uncounted, IOException, InterruptedException {
        if (!copies.encrypted()) {
            throw Uncounted.notApplicable("the backup is not encrypted");
        }
        controls.needTime(Way.STORED);
        Path copy = copies.stored();
        return drilled("the key", bench.proven(), then -> drills.withOtherKey(copy, then));
    }

    private Damaged unencrypted() throws Uncounted, IOException, InterruptedException {
        if (!copies.encrypted() || !bench.isFile()) {
            throw Uncounted.notApplicable("the backup is not encrypted");
        }
        controls.needTime(Way.ARCHIVE);
        Path copy = copies.archive();
        return drilled("the stored file", bench.proven(), then -> drills.run(copy, then));
    }

    private Damaged database(Kind.InDatabase kind, Random random)
            throws Uncounted, SQLException, IOException, InterruptedException {
        for (String database : bench.databases()) {
            DrillResult control =
                    controls.of(
                            Way.DATABASE,
                            () -> {
                                try (Bench.Copy copy = copy(database)) {
                                    return copy.verify(end());
                                }
                            });
            controls.needTime(Way.DATABASE);
            try (Bench.Copy copy = copy(database)) {
                Target struck = strike(copy, kind, random);
                if (struck != null) {
                    DrillResult result = copy.verify(end());
                    boolean same =
                            Damaged.unnoticed(result, control) && likeness.holds(database, copy);
                    return new Damaged(struck.object(), result, control, same);
                }
            }
        }
        throw Uncounted.notApplicable("there is nothing in the database that it fits");
    }

    private static @Nullable Target strike(Bench.Copy copy, Kind.InDatabase kind, Random random)
            throws SQLException {
        try (Connection connection = copy.connect()) {
            List<Target> targets = Target.pick(connection, kind.pick(), random);
            return Target.strikeFirst(connection, targets, kind.rows());
        }
    }

    private Damaged dump(Kind.InDump kind, Random random)
            throws Uncounted, SQLException, IOException, InterruptedException {
        if (!bench.dumps()) {
            throw Uncounted.notApplicable("this machine has no pg_dump to make such a dump");
        }
        if (bench.databases().size() > 1) {
            throw Uncounted.notApplicable("the backup holds several databases");
        }
        String database = bench.databases().getFirst();
        DrillResult control =
                controls.of(
                        Way.DUMP,
                        () -> {
                            try (Bench.Copy copy = copy(database)) {
                                return drills.ofDump(
                                        dump(database, copy, List.of()), _ -> List.of());
                            }
                        });
        controls.needTime(Way.DUMP);
        boolean another = kind.source() == Kind.Source.EMPTY || kind.source() == Kind.Source.OTHER;
        try (Bench.Copy copy = another ? bench.empty(database) : copy(database)) {
            Target target = DumpDamage.prepare(kind, copy, random);
            Path file =
                    dump(
                            database,
                            copy,
                            kind.pick().isEmpty() ? List.of() : List.of(target.statement()));
            return drilled(target.object(), control, then -> drills.ofDump(file, then));
        }
    }

    private Path dump(String database, Bench.Copy copy, List<String> more)
            throws Uncounted, IOException, InterruptedException, SQLException {
        Path file = copies.forDump();
        List<String> format = bench.isNamed(database) ? CUSTOM : PLAIN;
        try (OutputStream to = Files.newOutputStream(file)) {
            copy.dump(Stream.concat(format.stream(), more.stream()).toList(), to);
        }
        return file;
    }

    private Bench.Copy copy(String database) throws SQLException, IOException, Uncounted {
        copies.room(bench.size(database));
        return bench.copy(database);
    }

    /** Drills a copy, restored on its own. */
    @FunctionalInterface
    private interface OwnDrill {
        DrillResult run(Experiment then) throws IOException;
    }

    private Damaged drilled(String object, DrillResult control, OwnDrill drill)
            throws IOException, InterruptedException {
        boolean[] same = {false};
        DrillResult result =
                drill.run(other -> {
                    same[0] = Damaged.unnoticed(other.proven(), control) && likeness.holds(other);
                    return List.of();
                });
        return new Damaged(object, result, control, same[0]);
    }

    private Instant end() {
        return Instant.now().plus(clock.left());
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
