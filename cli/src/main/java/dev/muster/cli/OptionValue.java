package dev.muster.cli;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.InvalidOption;
import java.util.function.Supplier;

/** Reads what an option was given as a plan reads it, and names the option where that is wrong. */
final class OptionValue {
    private OptionValue() {}

    /**
     * The value.
     *
     * @param code of the error where it cannot be read
     * @throws MusterException of that code
     */
    static <T> T of(String option, String code, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidOption e) {
            throw new MusterException(code, option + ": " + e.getMessage(), e.hint(), e);
        }
    }
}
