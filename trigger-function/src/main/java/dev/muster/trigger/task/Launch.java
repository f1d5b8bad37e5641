package dev.muster.trigger.task;

import dev.muster.contract.FindingCode;

/** What came of asking for a task. */
public sealed interface Launch {
    /**
     * It was started, now or by an earlier request of the same drill.
     *
     * @param task its ARN
     */
    record Launched(String task) implements Launch {}

    /**
     * Nobody knows whether it was started: ECS did not answer, or failed by its own account.
     *
     * @param refused what to say of it where it is asked for no more
     */
    record Unanswered(Refused refused) implements Launch {}

    /**
     * It was not started.
     *
     * @param code what that means for the drill
     * @param passing whether it may start a while later, nothing having been changed
     * @param message lowercase, with what AWS said
     */
    record Refused(FindingCode code, boolean passing, String message, String hint)
            implements Launch {}
}
