package dev.muster.manifest.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.MusterException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgDumpCommandTest {
    private static PgDumpCommand of(String line) {
        return PgDumpCommand.of(List.of(line.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_dump -Fc -f out.dump -h db -p 5433 -U bob shop",
                "pg_dump --format=custom --file=out.dump --host=db --port=5433 --username=bob -d shop",
                "pg_dump --format custom --file out.dump --host db --port 5433 --username bob shop",
                "pg_dump -vFc -fout.dump -hdb -p5433 -Ubob --dbname=shop",
                "pg_dump -xO -f out.dump -t a -T b -h db -U bob -p 5433 -- shop",
                "/usr/lib/postgresql/17/bin/pg_dump -j 4 -f out.dump -h db -U bob -p 5433 shop",
            })
    void readsWhatPgDumpReads(String line) {
        PgDumpCommand command = of(line);
        assertThat(command.file()).isEqualTo(Path.of("out.dump"));
        assertThat(command.host()).isEqualTo("db");
        assertThat(command.port()).isEqualTo("5433");
        assertThat(command.user()).isEqualTo("bob");
        assertThat(command.database()).isEqualTo("shop");
    }

    @Test
    void withoutAFileItWritesToStandardOutput() {
        assertThat(of("pg_dump -Fc shop").file()).isNull();
    }

    @Test
    void theSnapshotComesFirst() {
        assertThat(of("pg_dump -Fc shop").withSnapshot("3-1"))
                .containsExactly("pg_dump", "--snapshot=3-1", "-Fc", "shop");
    }

    @Test
    void pgRestoreIsOfTheSameInstallation() {
        assertThat(of("/usr/lib/postgresql/17/bin/pg_dump").pgRestore())
                .isEqualTo("/usr/lib/postgresql/17/bin/pg_restore");
        assertThat(of("pg_dump-16 x").pgRestore()).isEqualTo("pg_restore-16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_dumpall -f x",
                "pg_basebackup -D x",
                "sh -c pg_dump",
                "pg_dump --snapshot=1 shop",
                "pg_dump --snapshot 1 shop"
            })
    void refusesWhatItCannotGiveASnapshot(String line) {
        assertThatThrownBy(() -> of(line)).isInstanceOf(MusterException.class);
    }
}
