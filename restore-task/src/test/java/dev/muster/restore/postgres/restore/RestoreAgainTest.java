package dev.muster.restore.postgres.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several jobs may have broken by their order alone. */
class RestoreAgainTest {
    @Test
    void whatAnOrderMayBreakIsRestoredAgain() {
        assertThat(again(FindingCode.CONSTRAINT_VIOLATED, "key \"k\" is violated")).isTrue();
        assertThat(
                        again(
                                FindingCode.RESTORE_ENTRY_FAILED,
                                "table \"public.m_1\": trigger \"t1\" for table \"m_1\" does not exist"))
                .isTrue();
        assertThat(
                        again(
                                FindingCode.RESTORE_TOOL_FAILED,
                                "\"public.m_1_idx\": index attach \"public.m_1_idx\": deadlock detected"))
                .isTrue();
    }

    @Test
    void whatFailsInAnyOrderIsNot() {
        assertThat(
                        again(
                                FindingCode.RESTORE_ENTRY_FAILED,
                                "view \"public.v\": relation \"public.t\" does not exist"))
                .isFalse();
        assertThat(again(FindingCode.RESTORE_TOOL_FAILED, "pg_restore exited 3 and said nothing"))
                .isFalse();
        assertThat(Restore.mayBeForWantOfOrder(List.of())).isFalse();
    }

    private static boolean again(FindingCode code, String message) {
        return Restore.mayBeForWantOfOrder(List.of(Finding.of(code, "public.x", message)));
    }
}
