package dev.muster.trigger.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.contract.FindingCode;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.Span;
import dev.muster.records.History;
import dev.muster.records.order.TaskSize;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSizingTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "0.0001,  1024,  4096,   21, false",
        "0.1,     1024,  4096,   21, false",
        "1,       2048,  8192,   27, false",
        "5,       4096, 16384,  111, false",
        "9,       4096, 16384,  195, false",
        "10,      4096, 16384,  216, true",
        "50,      8192, 32768, 1056, true",
        "500,    16384, 65536, 10506, true"
    })
    void sizeFollowsTheBackupsSizeWhereNothingElseIsKnown(
            double gib, int cpu, int memory, int disk, boolean volume) {
        assertThat(size(gib, none())).isEqualTo(new TaskSize(cpu, memory, disk, volume));
    }

    /** A ratio that was measured takes the place of the assumed one. */
    @ParameterizedTest
    @CsvSource({"1, 1.2, 40", "6, 7.2, 258", "20, 24, 846"})
    void whatEarlierDrillsUnpackedToIsWhatIsExpected(double ratio, double data, int disk) {
        History history = Past.of(10, ratio, 60);

        TaskSize size = size(10, history);

        assertThat(size.diskGiB())
                .isEqualTo((int) Math.ceil(Math.max(10, data * 10) + 25 * data + 6))
                .isCloseTo(disk, within(200));
    }

    @ParameterizedTest
    @CsvSource({
        "MEMORY_EXHAUSTED,  2048, 21",
        "RESTORE_TIMEOUT,   2048, 21",
        "DISK_FULL,         1024, 21",
        "EXTENSION_MISSING, 1024, 21"
    })
    void whatTheLastDrillWasShortOfIsGivenMoreOf(FindingCode code, int cpu, int disk) {
        TaskSize size = size(0.1, Past.ended(0.1, code));

        assertThat(size.cpu()).isEqualTo(cpu);
        assertThat(size.diskGiB()).isGreaterThanOrEqualTo(disk);
    }

    @Test
    void diskThatWasFullIsDoubled() {
        assertThat(size(5, Past.ended(5, FindingCode.DISK_FULL)).diskGiB()).isEqualTo(2 * 111);
    }

    @Test
    void diskThatWasFullStaysDoubledWhenADrillHasSucceededWithIt() {
        Past.Plan plan = new Past.Plan();
        plan.ended(5, FindingCode.DISK_FULL, 4).proven(5, 5, 600, 4);
        assertThat(size(5, plan.history()).diskGiB()).isEqualTo(2 * 111);
        plan.ended(5, FindingCode.DISK_INSUFFICIENT, 4);
        assertThat(size(5, plan.history()).diskGiB()).isEqualTo(4 * 111);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY_EXHAUSTED", "RESTORE_TIMEOUT"})
    void whatWasOnceTooLittleIsNotGivenAgain(FindingCode code) {
        Past.Plan plan = new Past.Plan().ended(0.1, code, 1);
        for (int month = 0; month < 2 * TaskSizing.HISTORY; month++) {
            int cpu = size(0.1, plan.history()).cpu();
            assertThat(cpu).as("month %d", month).isEqualTo(2048);
            plan.proven(0.1, 3, 600, cpu / 1024);
        }
    }

    @Test
    void whatIsTooLittleAgainIsRaisedAgain() {
        Past.Plan plan = new Past.Plan();
        plan.ended(0.1, FindingCode.MEMORY_EXHAUSTED, 1);
        plan.ended(0.1, FindingCode.MEMORY_EXHAUSTED, 2);
        assertThat(size(0.1, plan.history()).cpu()).isEqualTo(4096);
    }

    @Test
    void backupThatHasShrunkIsSizedAnew() {
        Past.Plan plan = new Past.Plan();
        plan.ended(4, FindingCode.MEMORY_EXHAUSTED, 2).proven(4, 6, 600, 4);
        assertThat(size(4, plan.history()).cpu()).isEqualTo(4096);
        assertThat(size(0.1, plan.history()).cpu()).isEqualTo(1024);
    }

    @Test
    void roomThatWasGivenForWantOfKnowledgeIsNotKept() {
        // Assumed to unpack to 3 GiB, it was found to unpack to half of one.
        History history = new Past.Plan().proven(0.5, 1, 600, 2).history();
        assertThat(size(0.5, history).cpu()).isEqualTo(1024);
    }

    @Test
    void drillThatTookHalfOfItsTimeIsGivenMoreProcessors() {
        assertThat(size(0.1, Past.of(0.1, 6, 3 * 3600)).cpu()).isEqualTo(2048);
        assertThat(size(0.1, Past.of(0.1, 6, 3600)).cpu()).isEqualTo(1024);
    }

    @Test
    void diskThatThePlanNamesIsWhatIsGiven() {
        RestoreSpec restore =
                new RestoreSpec(
                        RestoreSpec.usual().into(),
                        RestoreSpec.usual().jobs(),
                        Span.parse("4h"),
                        DataSize.parse("100GiB"));

        assertThat(TaskSizing.of(40 * GIB, restore, none()).diskGiB()).isEqualTo(106);
    }

    @Property
    void everySizeIsOneThatFargateHas(
            @ForAll @LongRange(min = 0, max = 1L << 50) long bytes,
            @ForAll @DoubleRange(min = 0.1, max = 100) double ratio) {
        TaskSize size = TaskSizing.of(bytes, RestoreSpec.usual(), Past.of(1, ratio, 60));

        assertThat(size.diskGiB()).isBetween(21, size.volume() ? 16_384 : 200);
        assertThat(List.of(1024, 2048, 4096, 8192, 16_384)).contains(size.cpu());
        int gib = size.memoryMiB() / 1024;
        switch (size.cpu()) {
            case 1024 -> assertThat(gib).isBetween(2, 8);
            case 2048 -> assertThat(gib).isBetween(4, 16);
            case 4096 -> assertThat(gib).isBetween(8, 30);
            case 8192 -> assertThat(gib).isBetween(16, 60).matches(g -> g % 4 == 0);
            default -> assertThat(gib).isBetween(32, 120).matches(g -> g % 8 == 0);
        }
    }

    private static TaskSize size(double gib, History history) {
        return TaskSizing.of((long) (gib * GIB), RestoreSpec.usual(), history);
    }

    private static History none() {
        return Past.none();
    }
}
