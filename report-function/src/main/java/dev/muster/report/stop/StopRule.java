package dev.muster.report.stop;

import dev.muster.contract.FindingCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What certain words of ECS mean.
 *
 * @param category must be found in what ECS says, and {@code words} as well
 * @param means in our words, as the beginning of a finding's message
 * @param hint where the code's own says too little
 */
record StopRule(
        Pattern category, Pattern words, FindingCode code, String means, @Nullable String hint) {

    boolean applies(String said) {
        return category.matcher(said).find() && words.matcher(said).find();
    }
}
