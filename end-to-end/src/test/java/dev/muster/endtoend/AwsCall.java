package dev.muster.endtoend;

import java.util.Map;

/**
 * One thing that an actor asked AWS for, as IAM sees it.
 *
 * @param actor whose credentials signed it
 * @param action in IAM's words, as {@code s3:GetObject}
 * @param context what conditions may ask about
 */
record AwsCall(String actor, String action, String resource, Map<String, String> context) {
    AwsCall {
        context = Map.copyOf(context);
    }

    static AwsCall of(String actor, String action, String resource) {
        return new AwsCall(actor, action, resource, Map.of());
    }
}
