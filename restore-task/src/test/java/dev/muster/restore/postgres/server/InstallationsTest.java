package dev.muster.restore.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.contract.FindingCode;
import dev.muster.contract.FindingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstallationsTest {
    private static final Installations FOUND = of(13, 15, 17);

    private static Installations of(int... majors) {
        return new Installations(
                java.util.Arrays.stream(majors)
                        .mapToObj(major -> installation(major, Installations.PROGRAMS))
                        .toList());
    }

    private static Installation installation(int major, List<String> programs) {
        return new Installation(
                major,
                major + ".2",
                Path.of("/opt/pg" + major + "/bin"),
                Set.copyOf(programs),
                Map.of(),
                Set.of());
    }

    private static int chosen(int sourceMajor, int archiveMinor) {
        return FOUND.choose(sourceMajor, archiveMinor).installation().major();
    }

    @Test
    void theSameMajorVersionIsChosenAndNeedsNoRemark() {
        assertThat(chosen(15, 14)).isEqualTo(15);
        assertThat(FOUND.choose(15, 14).remark()).isNull();
    }

    @Test
    void elseTheLowestNewerElseTheHighestOlder() {
        assertThat(chosen(9, 12)).isEqualTo(13);
        assertThat(chosen(14, 14)).isEqualTo(15);
        assertThat(chosen(18, 16)).isEqualTo(17);
        assertThat(FOUND.choose(14, 14).remark())
                .satisfies(f -> assertThat(f.code()).isEqualTo(FindingCode.VERSION_NEWER_USED));
    }

    @Test
    void anUnknownSourceGetsTheNewest() {
        assertThat(chosen(0, 0)).isEqualTo(17);
    }

    @Test
    void theArchivesFormatMustBeReadable() {
        assertThat(chosen(15, 16)).isEqualTo(17);
        assertThat(chosen(12, 15)).isEqualTo(17);
        assertThatThrownBy(() -> of(15).choose(17, 16))
                .isInstanceOfSatisfying(
                        FindingException.class,
                        e -> {
                            assertThat(e.finding().code())
                                    .isEqualTo(FindingCode.ARCHIVE_VERSION_UNSUPPORTED);
                            assertThat(e.finding().message())
                                    .isEqualTo(
                                            "archive format 1.16 needs pg_restore 17 or later, the"
                                                    + " newest here is 15.2");
                        });
    }

    @Test
    void newerVersionsAreGivenOnceEachTheOldestFirst() {
        assertThat(of(18, 13, 15, 17, 17).newerThan(15))
                .extracting(Installation::major)
                .containsExactly(17, 18);
        assertThat(FOUND.newerThan(17)).isEmpty();
    }

    @Test
    void whatLacksProgramsIsNotChosenAndSaysWhatItLacks() {
        Installation client = installation(17, List.of("psql", "pg_restore"));
        assertThat(
                        new Installations(
                                        Stream.of(client, installation(15, Installations.PROGRAMS))
                                                .toList())
                                .choose(17, 14)
                                .installation()
                                .major())
                .isEqualTo(15);
        assertThatThrownBy(() -> new Installations(List.of(client)).choose(17, 14))
                .hasMessageContaining("POSTGRES_MISSING")
                .hasMessageContaining("lacks initdb, postgres");
    }
}
