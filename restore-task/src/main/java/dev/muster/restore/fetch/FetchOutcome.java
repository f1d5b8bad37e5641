package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.result.CopyAttempt;
import java.util.List;

/** How a fetch ended: with an archive on disk, or with the reason why there is none. */
public sealed interface FetchOutcome permits Fetched, FetchFailed {
    /** Every try of a copy, in order. */
    List<CopyAttempt> attempts();

    /** What is wrong with the copies, also where one of them served. */
    List<Finding> findings();
}
